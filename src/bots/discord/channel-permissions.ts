import { type APIGuild, type APIGuildMember, type APIOverwrite, OverwriteType, PermissionFlagsBits } from 'discord.js';

export type GuildRoles = Pick<APIGuild, 'id' | 'owner_id' | 'roles'>;

/**
 * What a member may do in a channel, as bits. In the order of Discord's documentation, "Permissions": the roles, then the channel's overwrites
 * for everyone, for all roles together, for the member.
 */
export function permissionsIn(
  guild: GuildRoles,
  overwrites: readonly APIOverwrite[],
  member: { id: string; roles: APIGuildMember['roles'] },
): bigint {
  const { Administrator, ViewChannel } = PermissionFlagsBits;
  const every = ~0n;
  if (guild.owner_id === member.id) return every;
  // The role of everyone has the server's own id.
  const own = guild.roles.filter(({ id }) => id === guild.id || member.roles.includes(id));
  let bits = own.reduce((sum, { permissions }) => sum | BigInt(permissions), 0n);
  if (bits & Administrator) return every;

  const apply = (chosen: readonly APIOverwrite[]) => {
    for (const { deny } of chosen) bits &= ~BigInt(deny);
    for (const { allow } of chosen) bits |= BigInt(allow);
  };
  apply(overwrites.filter(({ id }) => id === guild.id));
  apply(
    overwrites.filter(({ id, type }) => type === OverwriteType.Role && id !== guild.id && member.roles.includes(id)),
  );
  apply(overwrites.filter(({ id, type }) => type === OverwriteType.Member && id === member.id));
  return bits & ViewChannel ? bits : 0n;
}

export function allows(bits: bigint, ...wanted: readonly bigint[]): boolean {
  return wanted.every((bit) => (bits & bit) === bit);
}
