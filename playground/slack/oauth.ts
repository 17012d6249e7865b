import type { Fields } from './fields.ts';
import { install } from './installations.ts';
import type { SlackApp, SlackUser, Workspace } from './people.ts';
import { Refusal } from './refusal.ts';
import type { World } from './world.ts';

/** A code is used once, within ten minutes (docs.slack.dev/authentication/installing-with-oauth). */
const CODE_LIFE_MS = 10 * 60_000;

export interface OAuth {
  /** A person pressed "Allow": the code their browser takes back to the app. */
  approve(app: SlackApp, workspace: Workspace, user: SlackUser, scopes: string[]): string;
  /** `oauth.v2.access`; the client's id and secret come in the body or as Basic authorization. */
  access(args: Fields, authorization: string | undefined): Fields;
}

export function createOAuth(world: World): OAuth {
  const codes = new Map<
    string,
    { app: SlackApp; workspace: Workspace; user: SlackUser; scopes: string[]; at: number }
  >();
  return {
    approve(app, workspace, user, scopes) {
      const code = `${world.ids.hex(12)}.${world.ids.hex(12)}.${world.ids.hex(32)}`;
      codes.set(code, { app, workspace, user, scopes, at: performance.now() });
      return code;
    },
    access(args, authorization) {
      const basic = authorization?.startsWith('Basic ')
        ? Buffer.from(authorization.slice(6), 'base64').toString().split(':')
        : [];
      const app = [...world.apps.values()].find(({ clientId }) => clientId === (args.client_id ?? basic[0]));
      if (!app) throw new Refusal('invalid_client_id');
      if (app.clientSecret !== (args.client_secret ?? basic[1])) throw new Refusal('bad_client_secret');
      const grant = codes.get(String(args.code));
      codes.delete(String(args.code));
      if (!grant || grant.app !== app) throw new Refusal('invalid_code');
      if (performance.now() - grant.at > CODE_LIFE_MS) throw new Refusal('code_expired');
      const { workspace, user, scopes } = grant;
      const installation = install(world, app, workspace, { botToken: `xoxb-${world.ids.hex(24)}`, scopes });
      world.show();
      return {
        app_id: app.id,
        authed_user: { id: user.id },
        scope: scopes.join(','),
        token_type: 'bot',
        access_token: installation.botToken,
        bot_user_id: installation.botUserId,
        team: { id: workspace.id, name: workspace.name },
        enterprise: null,
        is_enterprise_install: false,
      };
    },
  };
}
