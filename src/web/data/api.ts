/** Questions to the server. Refusals are values: the problem document says in its `detail` what people are shown. */
import type { ProblemJson } from '#api/schemas.ts';
import { learnTime } from './server-clock.ts';

export type Problem = ProblemJson;
export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem };

export interface Request {
  body?: unknown;
  /** The revision that a change was made from: the server refuses it when there is a newer one. */
  ifMatch?: number;
  /** The same for every attempt at one thing, so that it is done once. */
  idempotencyKey?: string;
}

const unreachable: Problem = {
  type: 'about:blank#unreachable',
  title: 'No connection',
  status: 0,
  detail: 'The server could not be reached, so nothing was changed. Please look at your connection and try again.',
};

function unreadable(status: number): Problem {
  return {
    type: 'about:blank#unreadable',
    title: 'Something went wrong',
    status,
    detail: `The server answered in a way this page does not understand (${status}). Please reload it and try again.`,
  };
}

/** `path` with its /api. */
export async function ask<T>(method: string, path: string, request: Request = {}): Promise<Answer<T>> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (request.body !== undefined) headers['content-type'] = 'application/json';
  if (request.ifMatch !== undefined) headers['if-match'] = `"${request.ifMatch}"`;
  if (request.idempotencyKey !== undefined) headers['idempotency-key'] = request.idempotencyKey;
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      method,
      headers,
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    text = await response.text();
  } catch {
    return { ok: false, problem: unreachable };
  }
  learnTime(response.headers.get('date'));
  const read = readJson(text);
  if (response.ok) {
    if (text === '') return { ok: true, value: undefined as T };
    return read === undefined ? { ok: false, problem: unreadable(response.status) } : { ok: true, value: read as T };
  }
  return { ok: false, problem: isProblem(read) ? read : unreadable(response.status) };
}

export function get<T>(path: string): Promise<Answer<T>> {
  return ask<T>('GET', path);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'detail' in value && typeof value.detail === 'string';
}

/** A path with its query; what is undefined is left out. */
export function withQuery(path: string, query: Record<string, string | number | undefined>): string {
  const given = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${encodeURIComponent(value)}`],
  );
  return given.length === 0 ? path : `${path}?${given.join('&')}`;
}
