/** The OpenAPI 3.1 document, made from the operations. Its schemas are those that requests are checked against. */
import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import type { Operation } from './operation.ts';
import { type ProblemKind, problemKinds, problemType } from './problem-kinds.ts';
import * as schemas from './schemas.ts';
import { sessionCookieName } from './session-cookie.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

const inComponents = (id: string): string => `#/components/schemas/${id}`;

export function openApiDocument(operations: readonly Operation[], publicUrl: string): JsonObject {
  const components = z.toJSONSchema(z.globalRegistry, { uri: inComponents }).schemas as Record<string, JsonObject>;
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of operations) {
    const path = paths[operation.path] ?? {};
    path[operation.method] = describe(operation);
    paths[operation.path] = path;
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Confab',
      version: '1',
      summary: 'Books mentoring sessions.',
      description:
        'Programs come in by a token (`Authorization: Bearer ...`), made on the account page. All moments are given with their offset from UTC. Every address may also answer 405, 429 (too many requests) and, when the database cannot be reached, 503; what is the matter is always a problem document (RFC 9457), and its `type` never changes.',
    },
    servers: [{ url: publicUrl }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries(
        Object.entries(components)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, schema]) => [name, tidy(schema)]),
      ),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token of your own' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: sessionCookieName(publicUrl),
          description: 'Somebody signed in on a page',
        },
      },
    },
  };
}

function describe(operation: Operation): JsonObject {
  const { id, tag, summary, description, who, scope, sessionOnly, body } = operation;
  const needs = sessionOnly ? [{ session: [] }] : [{ token: [] }, { session: [] }];
  const notes = [
    ...(description ? [description] : []),
    ...(who === 'organizer' ? ['For organisers of the programme.'] : []),
    ...(scope === 'write' && !sessionOnly ? ['A token needs the scope `write`.'] : []),
  ];
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(notes.length > 0 && { description: notes.join(' ') }),
    security: who === 'anyone' ? [] : needs,
    parameters: parametersOf(operation),
    ...(body && {
      requestBody: {
        required: Object.values(body.shape).some((field) => !field.safeParse(undefined).success),
        content: { 'application/json': { schema: schemaOf(body) } },
      },
    }),
    responses: { [operation.status]: successOf(operation), ...problemsOf(operation) },
  };
}

function parametersOf({ params, query, ifMatch, idempotent }: Operation): Json[] {
  const named = (place: 'path' | 'query', shape: Record<string, z.ZodType>): Json[] =>
    Object.entries(shape).map(([name, schema]) => {
      const { description, example, ...rest } = schemaOf(schema);
      return {
        ...{ name, in: place, required: place === 'path' || !schema.safeParse(undefined).success },
        ...(description !== undefined && { description }),
        schema: rest,
        ...(example !== undefined && { example }),
      };
    });
  const header = (name: string, required: boolean, description: string, pattern: string): Json => ({
    ...{ name, in: 'header', required, description },
    schema: { type: 'string', pattern },
  });
  return [
    ...named('path', params?.shape ?? {}),
    ...named('query', query?.shape ?? {}),
    ...(ifMatch
      ? [header('If-Match', ifMatch === 'needed', 'The ETag of what you have seen', '^((W/)?"\\d{1,15}"|\\*)$')]
      : []),
    ...(idempotent
      ? [header('Idempotency-Key', false, 'The same key is the same request, sent again', '^[\\x21-\\x7e]{1,200}$')]
      : []),
  ];
}

function successOf({ status, answer, etag }: Operation): JsonObject {
  const headers = etag && { headers: { ETag: { schema: { type: 'string' } } } };
  if (answer === null) return { description: 'Done', ...headers };
  if (answer instanceof z.ZodType) {
    return {
      description: STATUS_CODES[status] ?? '',
      ...headers,
      content: { 'application/json': { schema: schemaOf(answer) } },
    };
  }
  return {
    description: answer.description,
    ...headers,
    content: { [answer.type]: { schema: { type: 'string' } } },
  };
}

/** What can be the matter, by status. */
function problemsOf(operation: Operation): JsonObject {
  const kinds = new Set<ProblemKind>(operation.problems);
  if (operation.who !== 'anyone') kinds.add('signed-out');
  if (operation.scope === 'write') kinds.add('read-only');
  if (operation.sessionOnly) kinds.add('session-only');
  if (operation.method !== 'get') for (const kind of ['cross-site', 'invalid', 'not-json'] as const) kinds.add(kind);
  if (operation.body) kinds.add('too-large');
  if (operation.query) kinds.add('invalid');
  if (operation.who === 'organizer') kinds.add('not-found');
  if (operation.ifMatch === 'needed') kinds.add('condition-missing');
  const byStatus = new Map<number, ProblemKind[]>();
  for (const kind of kinds) {
    const { status } = problemKinds[kind];
    byStatus.set(status, [...(byStatus.get(status) ?? []), kind]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [
      String(status),
      {
        description: same.map((kind) => `\`${problemType(kind)}\`: ${problemKinds[kind].title}`).join('\n\n'),
        content: { 'application/problem+json': { schema: schemaOf(schemas.problem) } },
      },
    ]),
  );
}

/** A reference, where the schema has a name. */
function schemaOf(schema: z.ZodType): JsonObject {
  const id = z.globalRegistry.get(schema)?.id;
  if (id !== undefined) return { $ref: inComponents(id) };
  return tidy(z.toJSONSchema(schema) as unknown as JsonObject);
}

/** Without what says nothing to a reader: where a schema is kept, how a date is told from others, how large a number can be at all. */
function tidy(value: JsonObject): JsonObject {
  const entries = Object.entries(value).filter(([key, inner]) => {
    if (key === '$schema' || key === '$id') return false;
    if (key === 'pattern' && value.format === 'date-time') return false;
    return Math.abs(typeof inner === 'number' ? inner : 0) !== Number.MAX_SAFE_INTEGER;
  });
  return Object.fromEntries(entries.map(([key, inner]) => [key, tidyInside(inner)]));
}

function tidyInside(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(tidyInside);
  return typeof value === 'object' && value !== null ? tidy(value as JsonObject) : value;
}
