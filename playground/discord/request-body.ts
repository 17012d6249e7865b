import type { IncomingMessage } from 'node:http';
import { refusal } from './api-error.ts';
import { isObject, type JsonObject } from './json.ts';

export interface UploadedFile {
  /** The n of `files[n]`. */
  index: number;
  filename: string;
  contentType: string;
  bytes: Uint8Array;
}

export interface RequestBody {
  /** The JSON, or what `payload_json` holds; undefined where nothing was sent. */
  json: unknown;
  files: UploadedFile[];
}

/** Discord takes 25 MiB in one request. */
const LARGEST = 25 * 1024 * 1024;

/** @throws {ApiError} 50109 when what should be JSON is not, 413 when it is too large */
export async function readBody(request: IncomingMessage): Promise<RequestBody> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  if (raw.length === 0) return { json: undefined, files: [] };
  if (raw.length > LARGEST) throw refusal('requestTooLarge');

  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return { json: parse(raw.toString('utf8')), files: [] };
  const form = await new Response(raw, { headers: { 'content-type': type } }).formData().catch(() => {
    throw refusal('invalidJson');
  });
  const payload = form.get('payload_json');
  const files: UploadedFile[] = [];
  for (const [name, value] of form) {
    const index = /^files\[(\d+)\]$/.exec(name)?.[1];
    if (index === undefined || typeof value === 'string') continue;
    files.push({
      index: Number(index),
      filename: value.name,
      contentType: contentTypeOf(value),
      bytes: new Uint8Array(await value.arrayBuffer()),
    });
  }
  return { json: typeof payload === 'string' ? parse(payload) : {}, files };
}

export function asFields(json: unknown): JsonObject {
  return isObject(json) ? json : {};
}

/** Discord looks at the name more than at what the app declares. */
function contentTypeOf(file: File): string {
  if (file.name.endsWith('.ics')) return 'text/calendar';
  if (file.name.endsWith('.txt')) return 'text/plain';
  return file.type || 'application/octet-stream';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw refusal('invalidJson');
  }
}
