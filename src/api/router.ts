/** Makes routes of the operations. What every request goes through is here; what each does is with the operations. */
import { randomBytes } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import type { Caller } from '#core/access/access.ts';
import { notificationsPath } from '#core/connections/calendar-channels.ts';
import type { ProgramId } from '#core/ids.ts';
import { sorry } from '#core/messages/apology.ts';
import { problemWords } from '#core/messages/problem-words.ts';
import { StorageError } from '#core/storage-error.ts';
import type { ApiPorts } from './api-ports.ts';
import { docsPage } from './docs-page.ts';
import { createNotificationsRouter } from './google-notifications.ts';
import { openApiDocument } from './openapi.ts';
import { type Input, type Operation, type Reply, type Who, Written } from './operation.ts';
import { operations } from './operations.ts';
import { parse, readIdempotencyKey, readIfMatch } from './parse.ts';
import { sendPlainPage } from './plain-page.ts';
import { type Problem, problem, sendProblem } from './problem.ts';
import { createLimiters, usualLimits } from './rate-limits.ts';
import { isSameOrigin } from './same-origin.ts';
import { createSessionCookie } from './session-cookie.ts';
import { createUnsubscribeRouter } from './unsubscribe.ts';

/** Far above the longest description with the most hours, and small enough to be read whole. */
const largestBody = '100kb';

type AnyInput = Parameters<Operation['handle']>[1];

export function createApiRouter(ports: ApiPorts): Router {
  const { access, log } = ports;
  const { origin } = new URL(ports.publicUrl);
  const cookie = createSessionCookie(ports.publicUrl);
  const callers = new WeakMap<Response, Caller>();
  const callerOf = (response: Response): Caller | null => callers.get(response) ?? null;
  const limiters = createLimiters(ports.limits ?? usualLimits, callerOf);
  const readJson = express.json({ limit: largestBody });
  const router = Router();

  const refuse = (response: Response, found: Problem): void =>
    sendProblem(response, found, callerOf(response)?.person.zone ?? null);

  /** A token goes before the cookie: a program that sends one means it, also where a browser adds the cookie. */
  async function identify(request: Request, response: Response): Promise<Problem | null> {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const secret = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
      const caller = secret === undefined ? null : await access.enter(secret, 'token');
      if (!caller) return signedOut('error="invalid_token"');
      callers.set(response, caller);
      return null;
    }
    const secret = cookie.read(request);
    const caller = secret === null ? null : await access.enter(secret, 'session');
    if (!caller || secret === null) return null;
    callers.set(response, caller);
    if (caller.prolonged) cookie.give(response, secret);
    return null;
  }

  /** A token that lets nobody in is refused only after it was counted, or it could be guessed at without end. */
  const strangers = new WeakMap<Response, Problem>();
  const recognise: RequestHandler = async (request, response, next) => {
    const found = await identify(request, response);
    if (found) strangers.set(response, found);
    next();
  };

  const admit =
    (operation: Operation): RequestHandler =>
    (request, response, next) => {
      const found = strangers.get(response) ?? whyNot(operation, request, response);
      if (found) refuse(response, found);
      else next();
    };

  function whyNot(operation: Operation, request: Request, response: Response): Problem | null {
    const caller = callerOf(response);
    if (operation.who !== 'anyone' && !caller) return signedOut();
    const program = operation.who === 'organizer' && (request.params.id as ProgramId);
    // To everybody else a programme does not exist.
    if (program && !caller?.organizes.has(program)) return problem('not-found', problemWords.notFound);
    if (caller && operation.scope === 'write' && caller.scope !== 'write')
      return problem('read-only', problemWords.readOnly);
    if (operation.sessionOnly && caller?.credential.kind !== 'session')
      return problem('session-only', problemWords.sessionOnly);
    const byToken = caller?.credential.kind === 'token';
    if (operation.method !== 'get' && !byToken && !isSameOrigin(request, origin))
      return problem('cross-site', problemWords.crossSite);
    return null;
  }

  const run =
    (operation: Operation): RequestHandler =>
    async (request, response) => {
      const input = inputOf(operation, request, callerOf(response));
      const answer = 'kind' in input ? input : await operation.handle(ports, input);
      if (!answer.ok) return refuse(response, answer);
      await send(operation, response, answer);
    };

  async function send(operation: Operation, response: Response, answer: Reply<unknown>): Promise<void> {
    if (answer.session === null) cookie.clear(response);
    else if (answer.session !== undefined) cookie.give(response, answer.session);
    // What a person is told is theirs alone, and true only now.
    response.status(operation.status).set({ 'cache-control': 'no-store', ...answer.headers });
    if (operation.answer === null) return void response.end();
    if (operation.answer instanceof z.ZodType) {
      const json = answer.body instanceof Written ? answer.body.json : JSON.stringify(answer.body);
      return void response.type('json').end(json);
    }
    response.type(`${operation.answer.type}; charset=utf-8`);
    // Compares what it sends with what the reader has already.
    if (typeof answer.body === 'string') return void response.send(answer.body);
    await pipeline(answer.body as AsyncIterable<string>, response);
  }

  const byPath = new Map<string, Operation[]>();
  for (const operation of operations) byPath.set(operation.path, [...(byPath.get(operation.path) ?? []), operation]);
  for (const [path, known] of byPath) {
    const route = router.route(path.replaceAll(/\{(\w+)\}/g, ':$1'));
    for (const operation of known) {
      const changes = operation.scope === 'write' ? [limiters.changes] : [];
      const signsIn = operation.signsIn ? [limiters.signIn] : [];
      const body = operation.method === 'get' ? [] : [onlyJson, readJson];
      route[operation.method](
        ...[...signsIn, recognise, limiters.all, admit(operation), ...changes, ...body, run(operation)],
      );
    }
    const methods = known.map(({ method }) => method.toUpperCase()).join(', ');
    route.all((request, response) => {
      const words = problemWords.methodNotAllowed(request.method);
      refuse(response, problem('method-not-allowed', words, { headers: { allow: methods } }));
    });
  }

  if (ports.google) {
    // Each attempt is written down, so they are counted like the others.
    router.use('/api/auth/google', limiters.signIn);
    router.use(ports.google.signIn.router);
  }

  if (ports.channels) {
    router.use(notificationsPath, limiters.guesses);
    router.use(createNotificationsRouter(ports.channels));
  }

  if (ports.mail) {
    router.use('/api/mail', limiters.signIn);
    router.use(createUnsubscribeRouter(ports.mail));
  }

  const document = openApiDocument(operations, ports.publicUrl);
  const docs = docsPage(document);
  router.get('/api/openapi.json', (_request, response) => {
    response.set('cache-control', 'no-cache').json(document);
  });
  router.get('/api/docs', (_request, response) => sendPlainPage(response, 200, docs));

  router.use('/api', (_request, response) => refuse(response, problem('not-found', problemWords.notFound)));

  const onError: ErrorRequestHandler = (error: unknown, request, response, _next) => {
    // Nothing more can be said in the middle of an answer: the connection is cut, so that nobody takes it for whole.
    if (response.headersSent) {
      if (!isHangUp(error)) log.error({ err: error }, 'a request failed in the middle of its answer');
      return void response.destroy();
    }
    const known = whatBodyParserSays(error);
    if (known) return refuse(response, known);
    const reference = randomBytes(4).toString('hex');
    log.error({ err: error, reference, method: request.method, path: request.route?.path }, 'a request failed');
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    refuse(response, unexpected(error, isReading, reference));
  };
  router.use('/api', onError);
  return router;
}

/** The other side went away before the answer was whole. */
function isHangUp(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

function signedOut(why?: string): Problem {
  return problem('signed-out', problemWords.signedOut, {
    headers: { 'www-authenticate': ['Bearer realm="confab"', ...(why ? [why] : [])].join(', ') },
  });
}

/** Bodies of another kind are not read at all; a form on another site cannot send JSON. */
const onlyJson: RequestHandler = (request, response, next) => {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  const empty = encoding === undefined && (length === undefined || length === '0');
  if (empty || request.is('application/json')) next();
  else sendProblem(response, problem('not-json', problemWords.notJson), null);
};

function inputOf(operation: Operation, request: Request, caller: Caller | null): AnyInput | Problem {
  const [params, query, body] = [
    parse(operation.params, request.params),
    parse(operation.query, request.query),
    parse(operation.body, request.body ?? {}),
  ];
  const [ifMatch, key] = [readIfMatch(request), readIdempotencyKey(request)];
  // An address that can be nobody's is an address where there is nothing.
  if (!params.ok) return problem('not-found', problemWords.notFound);
  for (const found of [query, body, ifMatch, key]) if (!found.ok) return found;
  if (!query.ok || !body.ok || !ifMatch.ok || !key.ok) throw new Error('unreachable');
  if (operation.ifMatch === 'needed' && ifMatch.value === undefined)
    return problem('condition-missing', problemWords.conditionMissing, { field: 'If-Match' });
  return {
    ...{ caller, request },
    ...{ params: params.value, query: query.value, body: body.value },
    ...{ ifRevision: ifMatch.value, idempotencyKey: key.value },
  } as Input<Who, never, never, never>;
}

/** Null for what is not its doing. */
function whatBodyParserSays(error: unknown): Problem | null {
  if (!(error instanceof Error) || !('status' in error)) return null;
  if (error.status === 413) return problem('too-large', problemWords.tooLarge);
  if (error.status === 415) return problem('not-json', problemWords.notJson);
  if (error instanceof URIError) return problem('not-found', problemWords.notFound);
  return error.status === 400 ? problem('invalid', problemWords.broken) : null;
}

function unexpected(error: unknown, isReading: boolean, reference: string): Problem {
  const { headline } = sorry(error, isReading ? null : 'Nothing was changed.', reference);
  const lost = error instanceof StorageError && error.lost !== null;
  return lost
    ? problem('away', headline, { reference, headers: { 'retry-after': '60' } })
    : problem('broken', headline, { reference });
}
