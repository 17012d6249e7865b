import { ComponentType, eachComponent } from './components.ts';
import { isObject, type JsonObject, textAt } from './json.ts';
import { includes } from './permissions.ts';
import type { Channel, World } from './world.ts';

/** Ids of the people and roles, and whether everyone. */
export interface Pings {
  everyone: boolean;
  users: string[];
  roles: string[];
}

interface Mentioning {
  content: string;
  components: readonly JsonObject[];
  authorId: string;
  /** The author of the message replied to. */
  repliedUserId?: string | null;
  allowedMentions: unknown;
}

export const nobody: Pings = { everyone: false, users: [], roles: [] };

/**
 * Who would really be notified. Only the content and text displays mention; embeds never do. Without `allowed_mentions` everything written
 * counts; with it only what it lists. @everyone and roles that are not mentionable also need the Mention Everyone permission.
 */
export function pingsOf(
  world: World,
  channel: Channel,
  { content, components, authorId, repliedUserId, allowedMentions }: Mentioning,
): Pings {
  const texts = eachComponent(components).filter((component) => component.type === ComponentType.TextDisplay);
  const text = withoutCode([content, ...texts.map((component) => textAt(component, 'content'))].join('\n'));
  const allowed = isObject(allowedMentions) ? allowedMentions : null;
  const parse = allowed === null ? ['everyone', 'users', 'roles'] : listAt(allowed, 'parse');
  const permits = (kind: 'users' | 'roles', id: string) =>
    parse.includes(kind) || (allowed !== null && listAt(allowed, kind).includes(id));
  const mayMentionAll = channel.guildId === null || includes(world.permissionsIn(channel, authorId), 'MentionEveryone');
  const guild = channel.guildId === null ? undefined : world.guilds.get(channel.guildId);

  const users = idsIn(text, /<@!?(\d{1,20})>/g).filter((id) => permits('users', id) && isHere(world, channel, id));
  const replied = repliedUserId ?? null;
  const repliedRings = allowed === null || allowed.replied_user === true;
  if (replied !== null && replied !== authorId && repliedRings && !users.includes(replied)) users.push(replied);
  return {
    everyone: guild !== undefined && /@(everyone|here)\b/.test(text) && parse.includes('everyone') && mayMentionAll,
    users,
    roles: idsIn(text, /<@&(\d{1,20})>/g).filter((id) => {
      const role = guild?.roles.get(id);
      return role !== undefined && permits('roles', id) && (role.mentionable || mayMentionAll);
    }),
  };
}

/** A person who cannot see the channel is shown as mentioned but never notified. */
function isHere(world: World, channel: Channel, userId: string): boolean {
  return world.users.has(userId) && includes(world.permissionsIn(channel, userId), 'ViewChannel');
}

/** Code is shown as written and mentions nobody; a backslash does the same for one mention. */
function withoutCode(text: string): string {
  return text
    .replaceAll(/```[\s\S]*?```/g, ' ')
    .replaceAll(/`[^`\n]*`/g, ' ')
    .replaceAll(/\\<@/g, ' ');
}

function idsIn(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, id]) => id ?? ''))];
}

function listAt(holder: JsonObject, key: string): string[] {
  const value = holder[key];
  return Array.isArray(value) ? value.map(String) : [];
}
