/** Holds a stand-in of the API to what the real one says of itself: whatever comes in and goes out has to fit the operation that answers there. */
import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Operation } from '../../src/api/operation.ts';
import { operations } from '../../src/api/operations.ts';
import { type ProblemKind, problemKinds, problemType } from '../../src/api/problem-kinds.ts';
import * as schemas from '../../src/api/schemas.ts';

const known = operations.map((operation) => ({
  operation,
  pattern: new RegExp(`^${operation.path.replace(/[.]/g, '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}));
const statusOf = new Map(
  Object.entries(problemKinds).map(([kind, { status }]) => [problemType(kind as ProblemKind), status as number]),
);

/** `drifts` is given a sentence for everything that the real API would not take or not say. */
export function heldToOperations(drifts: string[]): RequestHandler {
  return (request, response, next) => {
    const path = request.originalUrl.split('?')[0] ?? '';
    const operation = known.find(
      (one) => one.operation.method === request.method.toLowerCase() && one.pattern.test(path),
    )?.operation;
    const at = `${request.method} ${path}`;
    const asked = operation && whyNotTaken(operation, request.query, request.body, request.headers['if-match']);
    if (asked) drifts.push(`${at} was asked what the API refuses: ${asked}`);
    const { end } = response;
    response.end = ((...given: Parameters<typeof end>) => {
      const [chunk] = given as unknown[];
      const text = typeof chunk === 'string' || Buffer.isBuffer(chunk) ? chunk.toString() : '';
      const etag = response.getHeader('etag');
      const found = whyNotSaid(operation, response.statusCode, text, typeof etag === 'string' ? etag : null);
      if (found) drifts.push(`${at} answered what the API does not: ${found}`);
      return end.apply(response, given);
    }) as typeof end;
    next();
  };
}

function whyNotTaken(operation: Operation, query: unknown, body: unknown, ifMatch: unknown): string | null {
  const nothing = z.strictObject({});
  for (const [schema, value] of [
    [operation.query ?? nothing, query],
    [operation.body ?? nothing, body ?? {}],
  ] as const) {
    const read = schema.safeParse(value);
    if (!read.success) return z.prettifyError(read.error);
  }
  return operation.ifMatch === 'needed' && ifMatch === undefined ? 'If-Match is missing' : null;
}

function whyNotSaid(
  operation: Operation | undefined,
  status: number,
  text: string,
  etag: string | null,
): string | null {
  if (status >= 400) {
    const read = schemas.problem.safeParse(text === '' ? null : JSON.parse(text));
    if (!read.success) return z.prettifyError(read.error);
    const { type } = read.data;
    return statusOf.get(type) === status && read.data.status === status ? null : `${status} with the type ${type}`;
  }
  if (!operation) return 'there is nothing at this address';
  if (status !== operation.status) return `${status} in place of ${operation.status}`;
  if ((operation.etag ?? false) !== (etag !== null && /^"\d+"$/.test(etag))) return `the ETag ${etag}`;
  if (operation.answer === null) return text === '' ? null : 'something where nothing is said';
  if (!(operation.answer instanceof z.ZodType)) return null;
  const read = operation.answer.safeParse(JSON.parse(text));
  return read.success ? null : z.prettifyError(read.error);
}
