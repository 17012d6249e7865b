/** Checks what came in against the schemas of an operation, and says in a sentence what is not as it should be. */
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { Inline } from '#core/messages/message.ts';
import { problemWords, wantedWords } from '#core/messages/problem-words.ts';
import { type Problem, problem } from './problem.ts';

const nothing = z.strictObject({});

export function parse(schema: z.ZodObject | null, value: unknown): { ok: true; value: unknown } | Problem {
  const read = (schema ?? nothing).safeParse(value);
  if (read.success) return { ok: true, value: read.data };
  const [issue] = read.error.issues;
  const { words, field } = issue ? worded(issue) : { words: problemWords.broken, field: undefined };
  return problem('invalid', words, { field });
}

function worded(issue: z.core.$ZodIssue): { words: Inline[]; field: string | undefined } {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const field = [...path, issue.keys[0] ?? ''].join('.');
    return { words: problemWords.unknownField(clip(field)), field };
  }
  if (path.length === 0) return { words: problemWords.broken, field: undefined };
  const field = path.join('.');
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  return { words: missing ? problemWords.missingField(field) : problemWords.strangeField(field, wanted(issue)), field };
}

function wanted(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return wantedWords.kind(issue.expected);
    case 'invalid_value':
      return wantedWords.oneOf(issue.values.map(String));
    case 'too_big':
      return wantedWords.atMost(String(issue.maximum), issue.origin);
    case 'too_small':
      return wantedWords.atLeast(String(issue.minimum), issue.origin);
    case 'invalid_format':
      return issue.format === 'datetime' ? wantedWords.moment : '';
    default:
      return '';
  }
}

/** Names that somebody made up may be of any length. */
function clip(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

/** The revision in If-Match; null for a star, undefined where there is none. A weak tag is taken too: proxies that compress make strong ones weak. */
export function readIfMatch({ headers }: IncomingMessage): { ok: true; value: number | null | undefined } | Problem {
  const given = headers['if-match']?.trim();
  if (given === undefined) return { ok: true, value: undefined };
  if (given === '*') return { ok: true, value: null };
  const revision = /^(?:W\/)?"(\d{1,15})"$/.exec(given)?.[1];
  if (revision === undefined) return problem('invalid', problemWords.conditionStrange, { field: 'If-Match' });
  return { ok: true, value: Number(revision) };
}

export function readIdempotencyKey({ headers }: IncomingMessage): { ok: true; value: string | null } | Problem {
  const given = headers['idempotency-key'];
  if (given === undefined) return { ok: true, value: null };
  if (typeof given !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(given))
    return problem('invalid', problemWords.keyStrange, { field: 'Idempotency-Key' });
  return { ok: true, value: given };
}
