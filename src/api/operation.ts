/** One thing that can be asked over HTTP. The router, the checks on the way in and the OpenAPI document are all made from these. */
import type { Request } from 'express';
import type { z } from 'zod';
import type { Caller } from '#core/access/access.ts';
import type { ApiPorts } from './api-ports.ts';
import type { Problem } from './problem.ts';
import type { ProblemKind } from './problem-kinds.ts';

/** `organizer`: of the programme that the path names. To everybody else it does not exist. */
export type Who = 'anyone' | 'caller' | 'organizer';

/** What is sent back. */
export interface Reply<Body> {
  ok: true;
  body: Body;
  headers?: Readonly<Record<string, string>>;
  /** The secret of a session that begins in this browser; null: the one there ends. */
  session?: string | null;
}

/** An answer that is JSON already. */
export class Written {
  readonly json: string | Buffer;

  constructor(json: string | Buffer) {
    this.json = json;
  }
}

/** Everything but JSON: what kind of text it is, and whether it comes piece by piece. */
export interface TextAnswer {
  type: 'text/calendar' | 'text/csv';
  description: string;
}

export interface Input<W extends Who, Params, Query, Body> {
  caller: W extends 'anyone' ? Caller | null : Caller;
  params: Params;
  query: Query;
  body: Body;
  /** The revision in If-Match; null for a star; undefined without one. */
  ifRevision: number | null | undefined;
  idempotencyKey: string | null;
  request: Request;
}

interface Description {
  /** Names it in the document, and in programs made from the document. */
  id: string;
  method: 'get' | 'post' | 'put' | 'delete';
  /** As in OpenAPI: `/api/meetings/{id}`. */
  path: string;
  tag: string;
  summary: string;
  /** What is worth knowing beyond the summary. */
  description?: string;
  who: Who;
  /** Whether a token that may only read is let in. */
  scope: 'read' | 'write';
  /** Only for somebody who is signed in on a page: it makes or ends secrets. */
  sessionOnly?: true;
  /** Counted with the attempts to sign in. */
  signsIn?: true;
  /** Whether If-Match has to be there, or may. */
  ifMatch?: 'needed' | 'possible';
  idempotent?: true;
  /** What it answers when all is well. */
  status: 200 | 201 | 204;
  /** Answers with an ETag. */
  etag?: true;
  /** What can be the matter, besides what can be the matter with every request. */
  problems: readonly ProblemKind[];
}

export interface Operation extends Description {
  params: z.ZodObject | null;
  query: z.ZodObject | null;
  body: z.ZodObject | null;
  answer: z.ZodType | TextAnswer | null;
  handle(ports: ApiPorts, input: Input<Who, never, never, never>): Promise<Reply<unknown> | Problem>;
}

type Nothing = Record<string, never>;
type Given<Schema> = Schema extends z.ZodObject ? z.output<Schema> : Nothing;
type BodyOf<Answer> = Answer extends z.ZodType
  ? z.input<Answer> | Written
  : Answer extends TextAnswer
    ? string | AsyncIterable<string>
    : null;

/** Ties what a handler gets and gives to the schemas beside it. */
export function operation<
  W extends Who,
  Params extends z.ZodObject | null = null,
  Query extends z.ZodObject | null = null,
  Body extends z.ZodObject | null = null,
  Answer extends z.ZodType | TextAnswer | null = null,
>(
  given: Omit<Description, 'who'> & {
    who: W;
    params?: Params;
    query?: Query;
    body?: Body;
    answer?: Answer;
    handle(
      ports: ApiPorts,
      input: Input<W, Given<Params>, Given<Query>, Given<Body>>,
    ): Promise<Reply<BodyOf<Answer>> | Problem>;
  },
): Operation {
  const { params = null, query = null, body = null, answer = null, handle, ...description } = given;
  return {
    ...description,
    ...{ params, query, body, answer },
    // The router parses with these very schemas, and asks who it is first.
    handle: handle as unknown as Operation['handle'],
  };
}

export function reply<Body>(body: Body, more: Omit<Reply<Body>, 'ok' | 'body'> = {}): Reply<Body> {
  return { ok: true, body, ...more };
}
