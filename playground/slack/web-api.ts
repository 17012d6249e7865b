import { type BotMethod, TooFast } from './bot-method.ts';
import { chatMethods } from './chat-methods.ts';
import type { Fields } from './fields.ts';
import type { FileDesk } from './file-methods.ts';
import { installationByToken } from './installations.ts';
import type { OAuth } from './oauth.ts';
import type { Installation } from './people.ts';
import { peopleMethods } from './people-methods.ts';
import type { RateLimits } from './rate-limits.ts';
import { Refusal } from './refusal.ts';
import type { Triggers } from './triggers.ts';
import { viewMethods } from './view-methods.ts';
import type { World } from './world.ts';

export interface ApiAnswer {
  status: number;
  headers: Record<string, string>;
  body: Fields;
}

export interface ApiRequest {
  method: string;
  args: Fields;
  token: string | undefined;
  authorization: string | undefined;
}

export interface WebApi {
  answer(request: ApiRequest): ApiAnswer;
}

const authTest: BotMethod = {
  scopes: [],
  tier: 'special',
  run({ installation: { workspace, app, botUserId, botId }, world }) {
    return {
      url: `https://${workspace.domain}.slack.com/`,
      team: workspace.name,
      user: world.users.get(botUserId)?.name,
      team_id: workspace.id,
      user_id: botUserId,
      bot_id: botId,
      app_id: app.id,
      is_enterprise_install: false,
    };
  },
};

/** The Web API: which methods there are, who may call them and how often. */
export function createWebApi(parts: {
  world: World;
  triggers: Triggers;
  limits: RateLimits;
  files: FileDesk;
  oauth: OAuth;
  /** A single-use WebSocket address for an app. */
  openConnection(appId: string): string;
}): WebApi {
  const { world, triggers, limits, oauth } = parts;
  const methods: Record<string, BotMethod> = {
    'auth.test': authTest,
    ...chatMethods,
    ...viewMethods,
    ...peopleMethods,
    ...parts.files.methods,
  };

  function ofBot(method: BotMethod, name: string, args: Fields, token: string | undefined): Fields {
    if (!token) throw new Refusal('not_authed');
    if ([...world.apps.values()].some(({ appToken }) => appToken === token))
      throw new Refusal('not_allowed_token_type');
    const installation = installationByToken(world, token);
    if (!installation) throw new Refusal('invalid_auth');
    if (!installation.active) throw new Refusal('account_inactive');
    assertScope(method, installation);
    const wait = limits.call(`${name}/${installation.workspace.id}/${installation.app.id}`, method.tier);
    if (wait > 0) throw new TooFast(wait);
    return method.run({ world, triggers, limits, installation, args });
  }

  function assertScope(method: BotMethod, installation: Installation): void {
    const { scopes } = installation;
    if (method.scopes.length > 0 && !method.scopes.some((scope) => scopes.includes(scope))) {
      throw new Refusal('missing_scope', { needed: method.scopes.join(','), provided: scopes.join(',') });
    }
  }

  function connection(token: string | undefined): Fields {
    if (!token) throw new Refusal('not_authed');
    const app = [...world.apps.values()].find(({ appToken }) => appToken === token);
    if (!app) throw new Refusal(installationByToken(world, token) ? 'not_allowed_token_type' : 'invalid_auth');
    return { url: parts.openConnection(app.id) };
  }

  function run({ method: name, args, token, authorization }: ApiRequest): Fields {
    if (name === 'api.test') {
      if (args.error) throw new Refusal(String(args.error), { args });
      return { args };
    }
    if (name === 'oauth.v2.access') return oauth.access(args, authorization);
    if (name === 'apps.connections.open') return connection(token);
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (!method) throw new Refusal('unknown_method', { req_method: name });
    return ofBot(method, name, args, token);
  }

  return {
    answer(request) {
      const installation = request.token ? installationByToken(world, request.token) : undefined;
      const headers: Record<string, string> = {
        'content-type': 'application/json; charset=utf-8',
        ...(installation ? { 'x-oauth-scopes': installation.scopes.join(',') } : {}),
        ...(methods[request.method]?.scopes.length
          ? { 'x-accepted-oauth-scopes': methods[request.method]?.scopes.join(',') ?? '' }
          : {}),
      };
      try {
        return { status: 200, headers, body: { ok: true, ...run(request) } };
      } catch (error) {
        if (error instanceof Refusal)
          return { status: 200, headers, body: { ok: false, error: error.code, ...error.details } };
        if (error instanceof TooFast) {
          headers['retry-after'] = String(error.retryAfterSeconds);
          return { status: 429, headers, body: { ok: false, error: 'ratelimited' } };
        }
        throw error;
      }
    },
  };
}
