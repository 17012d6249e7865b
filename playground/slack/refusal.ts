import type { Fields } from './fields.ts';
import type { Finding } from './rule.ts';

/** An `ok: false` answer of the Web API. */
export class Refusal extends Error {
  /** Slack's error code, such as `channel_not_found`. */
  readonly code: string;
  /** What the answer holds besides `ok` and `error`. */
  readonly details: Fields;

  constructor(code: string, details: Fields = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** The refusal for findings, worded as Slack's `response_metadata.messages` are. */
export function refusalFor(code: string, findings: Finding[]): Refusal {
  const lines = findings.map(({ message, pointer }) => `${message} [json-pointer:${pointer}]`);
  return new Refusal(code, { errors: lines, response_metadata: { messages: lines.map((line) => `[ERROR] ${line}`) } });
}

export function missing(...names: string[]): Refusal {
  return new Refusal('invalid_arguments', {
    response_metadata: { messages: names.map((name) => `[ERROR] missing required field: ${name}`) },
  });
}
