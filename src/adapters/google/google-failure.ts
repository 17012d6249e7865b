import { second } from '#core/time/clock.ts';

/**
 * A request that Google refused or did not answer, without what was sent: the library's own errors carry tokens and event
 * contents in `config`, so they go no further than `readFailure`.
 */
export class GoogleFailure extends Error {
  /** HTTP status; undefined where no answer came. */
  readonly status: number | undefined;
  /** Google's word: `rateLimitExceeded`, `invalid_grant`, `ECONNRESET`, `TimeoutError`. */
  readonly reason: string;
  /** Google's sentence, shortened. */
  readonly detail: string;
  /** True where Google's sign-in refused, and not the API. */
  readonly fromSignIn: boolean;
  /** Milliseconds, where Google named a time. */
  readonly retryAfter: number | undefined;

  constructor(operation: string, facts: FailureFacts) {
    super(`${operation}: ${[facts.status, facts.reason].filter(Boolean).join(' ')} (${facts.detail})`);
    this.name = 'GoogleFailure';
    this.status = facts.status;
    this.reason = facts.reason;
    this.detail = facts.detail;
    this.fromSignIn = facts.fromSignIn;
    this.retryAfter = facts.retryAfter;
  }
}

interface FailureFacts {
  status: number | undefined;
  reason: string;
  detail: string;
  fromSignIn: boolean;
  retryAfter: number | undefined;
}

/** Google answers both of these alike, and so do its clients (Calendar's guide to errors). */
const rateLimits = new Set(['rateLimitExceeded', 'userRateLimitExceeded']);

const longestDetail = 200;

/** Reads an error of the client library; `secrets` are cut out of its sentence. Undefined for any other error: that is a bug of ours. */
export function readFailure(operation: string, error: unknown, secrets: readonly string[]): GoogleFailure | undefined {
  if (!(error instanceof Error) || !('config' in error)) return undefined;
  const response = field(error, 'response');
  const status = numberOr(field(response, 'status'));
  const body = field(field(response, 'data'), 'error');
  const oauthReason = textOr(body);
  return new GoogleFailure(operation, {
    status,
    reason: oauthReason ?? apiReason(body) ?? textOr(field(error, 'code')) ?? '',
    detail: clean(sentence(error, response, body), secrets),
    fromSignIn: oauthReason !== undefined,
    retryAfter: readRetryAfter(field(response, 'headers')),
  });
}

export function hasStatus(error: unknown, ...statuses: number[]): error is GoogleFailure {
  return error instanceof GoogleFailure && error.status !== undefined && statuses.includes(error.status);
}

/** No answer, an answer that says "later", or a broken server: asking again may help. */
export function isPassing({ status, reason }: GoogleFailure): boolean {
  if (status === undefined) return true;
  return status === 429 || status >= 500 || (status === 403 && rateLimits.has(reason));
}

export function isTimeout({ status, reason }: GoogleFailure): boolean {
  return status === undefined && reason === 'TimeoutError';
}

export function isMissingScope({ status, reason }: GoogleFailure): boolean {
  return status === 403 && (reason === 'insufficientPermissions' || reason === 'ACCESS_TOKEN_SCOPE_INSUFFICIENT');
}

/** The API is switched off in the Cloud project that the OAuth client belongs to. */
export function isApiOff({ status, reason }: GoogleFailure): boolean {
  return status === 403 && (reason === 'accessNotConfigured' || reason === 'SERVICE_DISABLED');
}

/** The account or the calendar may not have Meet rooms; Google then refuses the whole event. */
export function isRoomRefused(error: unknown): boolean {
  return hasStatus(error, 400) && /conference type/i.test(error.detail);
}

/** Calendar lists `errors`, newer APIs only `details`. */
function apiReason(body: unknown): string | undefined {
  const entries = [...list(field(body, 'errors')), ...list(field(body, 'details'))];
  const reasons = entries.map((entry) => textOr(field(entry, 'reason')));
  return reasons.find((reason) => reason !== undefined) ?? textOr(field(body, 'status'));
}

function sentence(error: Error, response: unknown, body: unknown): string {
  const data = field(response, 'data');
  const said = textOr(field(body, 'message')) ?? textOr(field(data, 'error_description'));
  if (said !== undefined) return said;
  // A page that some proxy sent says nothing about Google, and the library takes all of it as its message.
  return typeof data === 'string' ? 'no reason given' : error.message;
}

function clean(text: string, secrets: readonly string[]): string {
  let cleaned = text.replace(/\s+/g, ' ').trim();
  for (const secret of secrets) if (secret !== '') cleaned = cleaned.replaceAll(secret, '[hidden]');
  return cleaned.slice(0, longestDetail);
}

/** Seconds, or a date to be held against the answer's own (RFC 9110, section 10.2.3); as milliseconds. */
function readRetryAfter(headers: unknown): number | undefined {
  const value = header(headers, 'retry-after') ?? '';
  const wait = /^\d+$/.test(value)
    ? Number(value) * second
    : Date.parse(value) - Date.parse(header(headers, 'date') ?? '');
  return Number.isFinite(wait) && wait > 0 ? wait : undefined;
}

/** The library brings a `Headers` class of its own, which is not Node's. */
function header(headers: unknown, name: string): string | undefined {
  const get = field(headers, 'get');
  return typeof get === 'function' ? textOr(get.call(headers, name)) : undefined;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const textOr = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const numberOr = (value: unknown) => (typeof value === 'number' ? value : undefined);
