import type { IncomingHttpHeaders } from 'node:http';

/** One request from the app, after routing and before anything was checked. */
export interface GoogleRequest {
  /** `events.insert`, `meet.spaces.patch`, `oauth.token`, ... */
  operation: string;
  /** From the path, decoded: `calendarId`, `eventId`, `name`. */
  path: Record<string, string>;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Parsed JSON, the fields of a form, or undefined. */
  body: unknown;
}

export interface GoogleAnswer {
  status: number;
  /** JSON, unless `html` is there. Undefined: no body. */
  body?: unknown;
  html?: string;
  headers?: Record<string, string>;
}

export type JsonObject = Record<string, unknown>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
