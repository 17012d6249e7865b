import type { IncomingMessage } from 'node:http';
import { type Fields, isFields } from './fields.ts';

export async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Arguments that a form carries as JSON text. */
const JSON_ARGUMENTS = new Set(['blocks', 'attachments', 'view', 'metadata', 'files', 'unfurls']);

function parsed(name: string, value: string): unknown {
  if (!JSON_ARGUMENTS.has(name)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** What a Web API request says: the arguments of its query and body, and the token it may carry. */
export interface Arguments {
  args: Fields;
  token?: string;
}

/**
 * Reads a form or JSON body. A token in a JSON body does not count: there it belongs into the header.
 *
 * @returns undefined where the JSON is broken
 */
export function argumentsOf(request: IncomingMessage, body: Buffer): Arguments | undefined {
  const url = new URL(request.url ?? '/', 'http://slack');
  const args: Fields = {};
  for (const [name, value] of url.searchParams) args[name] = parsed(name, value);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/json')) {
    try {
      const json: unknown = JSON.parse(body.toString() || '{}');
      if (!isFields(json)) return undefined;
      Object.assign(args, json);
    } catch {
      return undefined;
    }
    // Form-style strings of JSON are understood in JSON bodies too.
    for (const [name, value] of Object.entries(args)) if (typeof value === 'string') args[name] = parsed(name, value);
    delete args.token;
  } else {
    for (const [name, value] of new URLSearchParams(body.toString())) args[name] = parsed(name, value);
  }
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const token = bearer ?? (typeof args.token === 'string' ? args.token : undefined);
  delete args.token;
  return { args, ...(token ? { token } : {}) };
}
