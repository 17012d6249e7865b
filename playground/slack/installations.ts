import type { Installation, SlackApp, Workspace } from './people.ts';
import type { World } from './world.ts';

/** Puts an app into a workspace, with a bot user of its own there. Installing it again gives it new rights and a new token. */
export function install(
  world: World,
  app: SlackApp,
  workspace: Workspace,
  grant: { botToken: string; scopes: string[] },
): Installation {
  const before = world.installations.find((one) => one.app === app && one.workspace === workspace);
  if (before) return Object.assign(before, grant, { active: true });
  const botUserId = world.ids.next('U');
  world.users.set(botUserId, {
    id: botUserId,
    teamId: workspace.id,
    name: app.name.toLowerCase().replaceAll(/[^a-z0-9._-]/g, ''),
    realName: app.name,
    tz: 'America/Los_Angeles',
    locale: 'en-US',
    isAdmin: false,
    isOwner: false,
    isBot: true,
    deleted: false,
  });
  const installation: Installation = { app, workspace, ...grant, botId: world.ids.next('B'), botUserId, active: true };
  world.installations.push(installation);
  return installation;
}

/** The token's installation, active or not. */
export function installationByToken(world: World, token: string): Installation | undefined {
  return world.installations.find(({ botToken }) => botToken === token);
}
