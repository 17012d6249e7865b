import { refusal } from './api-error.ts';
import type { JsonObject } from './json.ts';
import type { UploadedFile } from './request-body.ts';
import type { Application } from './world.ts';

export interface AppRequest {
  params: Record<string, string>;
  query: URLSearchParams;
  /** The body where it is an object, else an empty one. */
  body: JsonObject;
  /** The body as it came: a list for a bulk overwrite. */
  json: unknown;
  files: readonly UploadedFile[];
}

export interface AppAnswer {
  status: number;
  /** Absent for 204. */
  body?: unknown;
}

interface BotRoute {
  open?: false;
  /** `POST /channels/{channel_id}/messages`, as Discord's OpenAPI document writes it. */
  template: string;
  handle(request: AppRequest, application: Application): AppAnswer;
}

/** A route that a token in its path opens; it needs no Authorization and does not count to the bot's global limit. */
interface TokenRoute {
  template: string;
  open: true;
  handle(request: AppRequest): AppAnswer;
}

export type Route = BotRoute | TokenRoute;

export interface Match {
  route: Route;
  params: Record<string, string>;
}

export interface Router {
  /** @throws {ApiError} 404 or 405 with code 0 */
  find(method: string, path: string): Match;
}

export function createRouter(routes: readonly Route[]): Router {
  const parsed = routes.map((route) => {
    const [method = '', path = ''] = route.template.split(' ');
    return { route, method, parts: path.split('/') };
  });
  return {
    find(method, path) {
      const given = path.split('/').map(decodeURIComponent);
      const fitting = parsed.filter(
        ({ parts }) =>
          parts.length === given.length && parts.every((part, at) => part.startsWith('{') || part === given[at]),
      );
      const found = fitting.find((one) => one.method === method);
      if (found === undefined) throw refusal(fitting.length > 0 ? 'methodNotAllowed' : 'notFound');
      const params: Record<string, string> = {};
      for (const [at, part] of found.parts.entries()) {
        if (part.startsWith('{')) params[part.slice(1, -1)] = given[at] ?? '';
      }
      return { route: found.route, params };
    },
  };
}

export function param(request: AppRequest, name: string): string {
  return request.params[name] ?? '';
}
