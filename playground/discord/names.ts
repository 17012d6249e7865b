import type { World } from './world.ts';

export type ShownNames = Record<string, { name: string; kind: 'person' | 'bot' | 'channel' | 'role' }>;

/** What a client shows instead of an id: of people, apps, channels and roles. */
export function namesIn(world: World): ShownNames {
  const names: ShownNames = {};
  for (const { id, name, bot } of world.users.values()) names[id] = { name, kind: bot ? 'bot' : 'person' };
  for (const { id, name, type, deleted } of world.channels.values()) {
    if (type !== 1 && !deleted) names[id] = { name, kind: 'channel' };
  }
  for (const guild of world.guilds.values()) {
    for (const { id, name } of guild.roles.values()) names[id] = { name, kind: 'role' };
  }
  return names;
}
