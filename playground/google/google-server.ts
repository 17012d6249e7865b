import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Journal } from '../journal.ts';
import type { ShiftedClock } from '../shifted-clock.ts';
import type { SpecChecker } from '../spec-checker.ts';
import type { Api } from './api.ts';
import { answerFor, type Failures } from './failures.ts';
import { calendarError, GoogleError, notInTheStandIn } from './google-error.ts';
import { type GoogleAnswer, type GoogleRequest, isJsonObject } from './google-request.ts';
import { findRoute } from './routes.ts';

export interface GoogleServerOptions {
  clock: ShiftedClock;
  journal: Journal;
  specs?: SpecChecker;
  failures: Failures;
  api: Api;
}

export interface GoogleServer {
  port: number;
  /** While down, every connection is dropped before a byte is answered; the port stays taken. */
  setDown(down: boolean): void;
  close(): Promise<void>;
}

const MOST_BODY_BYTES = 1_000_000;

/** Serves everything of Google on one loopback port and writes each request with its answer into the journal. */
export async function createGoogleServer(options: GoogleServerOptions): Promise<GoogleServer> {
  const { clock, journal, specs, failures, api } = options;
  const timers = new Set<NodeJS.Timeout>();
  let down = false;

  const server = createServer((message, response) => {
    serve(message, response).catch(() => message.socket.destroy());
  });
  server.on('connection', (socket) => {
    if (down) socket.destroy();
  });

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readBody(message);
    const request = toRequest(message, text);
    if (down) {
      record(request, undefined, 'down');
      message.socket.destroy();
      return;
    }
    const failure = failures.take(request);
    if (failure?.kind === 'hang') {
      record(request, undefined, 'never answered');
      return;
    }
    const answer = failure?.kind === 'instead' ? failure.answer : carryOut(request);
    if (failure?.kind === 'lost-answer') {
      record(request, answer.status, { lost: answer.body });
      message.socket.destroy();
      return;
    }
    record(request, answer.status, answer.body ?? answer.html ?? answer.headers?.location);
    const delay = failure === undefined ? 0 : failure.delayMs;
    if (delay === 0) write(response, answer);
    else later(delay, () => write(response, answer));
  }

  function carryOut(request: GoogleRequest): GoogleAnswer {
    try {
      if (request.operation === 'unknown') throw notInTheStandIn(`${request.path.method} ${request.path.pathname}`);
      if (request.body === BROKEN_JSON) throw calendarError(400, 'parseError', 'Parse Error');
      return api(request);
    } catch (error) {
      if (error instanceof GoogleError) return answerFor(error);
      const detail = error instanceof Error ? error.message : String(error);
      return answerFor(calendarError(500, 'backendError', `The stand-in failed: ${detail}`));
    }
  }

  function record(request: GoogleRequest, status: number | undefined, answer: unknown): void {
    const { operation, path, query, body, headers } = request;
    const violations = body === undefined ? undefined : specs?.check('google', operation, withoutNulls(body));
    const ifMatch = headers['if-match'];
    journal.add({
      at: clock.now(),
      realm: 'google',
      direction: 'from-app',
      what: operation,
      // As the client library is called: parameters side by side, the body under its own name.
      body: {
        ...path,
        ...queryFields(query),
        ...(ifMatch === undefined ? {} : { ifMatch }),
        ...(body === undefined ? {} : { requestBody: body }),
      },
      ...(status === undefined ? {} : { status }),
      ...(answer === undefined ? {} : { answer }),
      ...(violations === undefined || violations.length === 0 ? {} : { violations }),
    });
  }

  function later(milliseconds: number, run: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, milliseconds);
    timers.add(timer);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    setDown(next) {
      down = next;
      if (down) server.closeAllConnections();
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

const BROKEN_JSON = Symbol('a body that is not JSON');

function toRequest(message: IncomingMessage, text: string): GoogleRequest {
  const url = new URL(message.url ?? '/', 'http://127.0.0.1');
  const method = message.method ?? 'GET';
  const found = findRoute(method, url.pathname);
  return {
    operation: found?.operation ?? 'unknown',
    path: found?.path ?? { method, pathname: url.pathname },
    query: url.searchParams,
    headers: message.headers,
    body: parseBody(text, message.headers['content-type'] ?? ''),
  };
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BODY_BYTES) throw new Error('The request body is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parseBody(text: string, contentType: string): unknown {
  if (text === '') return undefined;
  if (contentType.startsWith('application/x-www-form-urlencoded')) return queryFields(new URLSearchParams(text));
  try {
    const body: unknown = JSON.parse(text);
    return isJsonObject(body) ? body : BROKEN_JSON;
  } catch {
    return BROKEN_JSON;
  }
}

/** Null means "take it away" in a patch; the specs describe what may be there. */
function withoutNulls(value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([key, inner]) => [key, withoutNulls(inner)]),
  );
}

/** A name that comes more than once becomes a list. */
function queryFields(query: URLSearchParams): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (const name of new Set(query.keys())) {
    const [first = '', ...more] = query.getAll(name);
    fields[name] = more.length === 0 ? first : [first, ...more];
  }
  return fields;
}

function write(response: ServerResponse, { status, body, html, headers }: GoogleAnswer): void {
  if (response.destroyed) return;
  const type = html === undefined ? 'application/json; charset=UTF-8' : 'text/html; charset=utf-8';
  const text = html ?? (body === undefined ? undefined : JSON.stringify(body, undefined, 1));
  response.writeHead(status, { ...(text === undefined ? {} : { 'content-type': type }), ...headers });
  response.end(text);
}
