import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, type Options, rateLimit } from 'express-rate-limit';
import type { Caller } from '#core/access/access.ts';
import { problemWords } from '#core/messages/problem-words.ts';
import { minute, second } from '#core/time/clock.ts';
import { problem, sendProblem } from './problem.ts';

/** Requests within a minute. Each process counts for itself. */
export interface RateLimits {
  /** Of one person, or, where nobody is signed in, of one address. */
  all: number;
  /** Of these, how many may change something. */
  changes: number;
  /** Attempts to sign in from one address. */
  signIn: number;
}

export const usualLimits: RateLimits = { all: 300, changes: 60, signIn: 20 };

export interface Limiters {
  all: RequestHandler;
  changes: RequestHandler;
  signIn: RequestHandler;
  /** Of those that are refused alone: whoever knows what to say may say it as often as they like. */
  guesses: RequestHandler;
}

export function createLimiters(limits: RateLimits, callerOf: (response: Response) => Caller | null): Limiters {
  const address = (request: Request): string => ipKeyGenerator(request.ip ?? '');
  const person = (request: Request, response: Response): string => callerOf(response)?.person.id ?? address(request);
  const limiter = (
    name: string,
    limit: number,
    keyGenerator: (request: Request, response: Response) => string,
    more: Partial<Options> = {},
  ) =>
    rateLimit({
      windowMs: minute,
      ...{ limit, keyGenerator, identifier: name, ...more },
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      // How many proxies are trusted is set where the server is made; what it finds missing it would print.
      validate: false,
      handler: (_request, response) => {
        const wait = { 'retry-after': String(response.getHeader('retry-after') ?? minute / second) };
        sendProblem(response, problem('too-many', problemWords.tooMany, { headers: wait }), null);
      },
    });
  return {
    all: limiter('all', limits.all, person),
    changes: limiter('changes', limits.changes, person),
    signIn: limiter('sign-in', limits.signIn, address),
    guesses: limiter('guesses', limits.all, address, { skipSuccessfulRequests: true }),
  };
}
