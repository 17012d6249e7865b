import { type ChatInputCommandInteraction, type PermissionFlags, PermissionFlagsBits } from 'discord.js';

const needed = [
  ['View Channel', PermissionFlagsBits.ViewChannel],
  ['Send Messages', PermissionFlagsBits.SendMessages],
  ['Embed Links', PermissionFlagsBits.EmbedLinks],
] as const satisfies [string, PermissionFlags[keyof PermissionFlags]][];

/** What Confab is not allowed in a channel and needs for announcements, by the names that Discord's settings show. */
export function missingToAnnounce({ guild }: ChatInputCommandInteraction, channelId: string): string[] {
  const channel = guild?.channels.cache.get(channelId);
  const me = guild?.members.me;
  const allowed = channel && me ? channel.permissionsFor(me) : null;
  return needed.filter(([, bit]) => !allowed?.has(bit)).map(([name]) => name);
}
