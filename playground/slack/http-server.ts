import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AppRequest, createFailures, type FailureAnswer, type Failures } from './failures.ts';
import { type Fields, isFields } from './fields.ts';
import type { FileDesk } from './file-methods.ts';
import { pause } from './pause.ts';
import { argumentsOf, bytesOf } from './request-body.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { WebApi } from './web-api.ts';
import type { World } from './world.ts';

interface Answer {
  status: number;
  headers?: Record<string, string>;
  body: Fields | string;
}

/** What the app asked for, read but not yet carried out. */
interface Reading extends AppRequest {
  carryOut(): Answer;
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** The bytes of an upload: the `body` part of a multipart form, or the request's body itself. */
async function uploaded(contentType: string | undefined, body: Buffer): Promise<Uint8Array> {
  if (!contentType?.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  for (const part of form.values()) if (typeof part !== 'string') return new Uint8Array(await part.arrayBuffer());
  return new Uint8Array();
}

/** The HTTP side of the stand-in: the Web API, response URLs and uploads, with the failures that were asked for. */
export function createHttpServer(parts: {
  world: World;
  api: WebApi;
  responseUrls: ResponseUrls;
  files: FileDesk;
  failures?: Failures;
}): { server: Server; failures: Failures } {
  const { world, api, responseUrls, files, failures = createFailures() } = parts;

  function readApi(request: IncomingMessage, method: string, body: Buffer): Reading {
    const read = argumentsOf(request, body);
    return {
      what: method,
      body: read?.args ?? {},
      carryOut() {
        if (!read) return { status: 200, headers: JSON_TYPE, body: { ok: false, error: 'invalid_json' } };
        return api.answer({ method, args: read.args, token: read.token, authorization: request.headers.authorization });
      },
    };
  }

  function readResponse(path: string, body: Buffer): Reading {
    let message: unknown;
    try {
      message = JSON.parse(body.toString());
    } catch {
      message = undefined;
    }
    const fields = isFields(message) ? message : undefined;
    return {
      what: 'response_url',
      body: fields ?? {},
      carryOut: () =>
        fields
          ? { headers: JSON_TYPE, ...responseUrls.answer(path, fields) }
          : { status: 400, body: 'invalid_payload' },
    };
  }

  async function readUpload(request: IncomingMessage, path: string, body: Buffer): Promise<Reading> {
    const [fileId = '', secret = ''] = path.split('/');
    const content = await uploaded(request.headers['content-type'], body);
    return {
      what: 'upload',
      body: { file: fileId, bytes: content.byteLength },
      carryOut: () =>
        files.receive(fileId, secret, content)
          ? { status: 200, body: `OK - ${content.byteLength}` }
          : { status: 400, body: 'invalid upload' },
    };
  }

  async function read(request: IncomingMessage): Promise<Reading | undefined> {
    const body = await bytesOf(request);
    const { pathname } = new URL(request.url ?? '/', 'http://slack');
    const [, room = '', rest = ''] = /^\/(api|response|upload\/v1)\/(.*)$/.exec(pathname) ?? [];
    if (room === 'api') return readApi(request, rest, body);
    if (request.method !== 'POST') return undefined;
    if (room === 'response') return readResponse(rest, body);
    if (room === 'upload/v1') return readUpload(request, rest, body);
    return undefined;
  }

  function record(reading: Reading, answer: Answer | undefined): void {
    const { what, body } = reading;
    world.journal.add({
      at: world.clock.now(),
      realm: 'slack',
      direction: 'from-app',
      what,
      body,
      ...(answer ? { status: answer.status, answer: answer.body } : { answer: 'never answered' }),
      ...(world.specs ? { violations: world.specs.check('slack', what, body) } : {}),
    });
  }

  async function failed(
    reading: Reading,
    failure: FailureAnswer,
    response: ServerResponse,
  ): Promise<Answer | undefined> {
    if (failure === 'hang') {
      record(reading, undefined);
      return undefined;
    }
    if (failure === 'lost-answer') {
      record(reading, reading.carryOut());
      response.destroy();
      return undefined;
    }
    const { status, body, headers, delayMs = 0 } = failure;
    const isScripted = status !== undefined || body !== undefined;
    const answer: Answer = isScripted
      ? {
          status: status ?? 200,
          headers: { ...JSON_TYPE, ...headers },
          body: isFields(body) || typeof body === 'string' ? body : {},
        }
      : reading.carryOut();
    record(reading, answer);
    await pause(delayMs, world.closing.signal);
    return answer;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reading = await read(request);
    if (!reading) {
      response.writeHead(404).end();
      return;
    }
    const failure = failures.take(reading);
    let answer: Answer | undefined;
    if (failure) answer = await failed(reading, failure, response);
    else {
      answer = reading.carryOut();
      record(reading, answer);
    }
    if (!answer) return;
    response.writeHead(answer.status, answer.headers);
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) return;
      const body = { ok: false, error: 'internal_error', detail: String(error) };
      response.writeHead(500, JSON_TYPE).end(JSON.stringify(body));
    });
  });
  return { server, failures };
}
