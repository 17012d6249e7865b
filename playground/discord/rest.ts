import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiError, refusal } from './api-error.ts';
import type { Failure, Failures } from './failures.ts';
import type { Platform } from './platform.ts';
import type { RateLimits } from './rate-limits.ts';
import { asFields, type RequestBody, readBody } from './request-body.ts';
import type { AppAnswer, Match, Router } from './router.ts';
import type { Application } from './world.ts';

interface Finished extends AppAnswer {
  headers: Record<string, string>;
}

/** Answers `/api/v10/...`: finds the route, checks the token, counts the rate, carries it out and writes everything into the journal. */
export function createRest(platform: Platform, router: Router, rates: RateLimits, failures: Failures) {
  const { world, journal } = platform;

  function applicationOf(request: IncomingMessage): Application {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    const application = [...world.applications.values()].find((one) => one.token === token);
    if (scheme !== 'Bot' || application === undefined) throw refusal('unauthorized');
    return application;
  }

  function carryOut(
    request: IncomingMessage,
    { route, params }: Match,
    query: URLSearchParams,
    { json, files }: RequestBody,
  ): Finished {
    const application = route.open === true ? undefined : applicationOf(request);
    const { headers, refused } = rates.count(application?.token ?? '', route.template, params);
    if (refused !== undefined) return { status: 429, body: refused, headers };
    const appRequest = { params, query, body: asFields(json), json, files };
    try {
      const answer =
        route.open === true
          ? route.handle(appRequest)
          : route.handle(appRequest, application ?? applicationOf(request));
      return { ...answer, headers };
    } catch (error) {
      if (error instanceof ApiError) return { status: error.status, body: error.body(), headers };
      throw error;
    }
  }

  return async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    const path = url.pathname.replace(/^\/api(\/v10)?/, '');
    const what = `${request.method ?? 'GET'} ${path}`;
    let body: RequestBody = { json: undefined, files: [] };
    let template = what;
    let finished: Finished;
    let failure: Failure | undefined;
    try {
      body = await readBody(request);
      const match = router.find(request.method ?? 'GET', path);
      template = match.route.template;
      failure = failures.take(template, what, body.json);
      if (failure === 'hang') {
        journal.add({
          at: world.clock.now(),
          realm: 'discord',
          direction: 'from-app',
          what,
          body: body.json,
          answer: 'hang',
        });
        return;
      }
      if (failure !== undefined && failure !== 'lost-answer' && failure.delayMs !== undefined)
        await delay(failure.delayMs);
      finished =
        failure !== undefined && failure !== 'lost-answer' && 'status' in failure
          ? { status: failure.status, body: failure.body, headers: failure.headers ?? {} }
          : carryOut(request, match, url.searchParams, body);
    } catch (error) {
      // Anything else is a fault of the stand-in: the app sees what a broken Discord would answer, the journal says why.
      const known =
        error instanceof ApiError
          ? error
          : new ApiError(
              500,
              0,
              `Stand-in fault: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
            );
      finished = { status: known.status, body: known.body(), headers: {} };
    }

    const violations = platform.specs?.check('discord', template, body.json);
    journal.add({
      at: world.clock.now(),
      realm: 'discord',
      direction: 'from-app',
      what,
      body: body.json,
      status: finished.status,
      answer: finished.body,
      ...(violations === undefined ? {} : { violations }),
    });
    if (failure === 'lost-answer') {
      request.socket.destroy();
      return;
    }
    if (finished.body === undefined) {
      // A 204 with a content type makes clients look for JSON that is not there.
      response.writeHead(finished.status, finished.headers).end();
      return;
    }
    response
      .writeHead(finished.status, { ...finished.headers, 'content-type': 'application/json' })
      .end(JSON.stringify(finished.body));
  };
}
