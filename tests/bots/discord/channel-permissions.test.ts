import { type APIOverwrite, type APIRole, OverwriteType, PermissionFlagsBits as Permit } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { allows, type GuildRoles, permissionsIn } from '#bots/discord/channel-permissions.ts';

const role = (id: string, permissions: bigint) => ({ id, permissions: String(permissions) }) as APIRole;
const guild: GuildRoles = {
  id: 'everyone',
  owner_id: 'owner',
  roles: [
    role('everyone', Permit.ViewChannel),
    role('writer', Permit.SendMessages),
    role('admin', Permit.Administrator),
  ],
};
const overwrite = (id: string, type: OverwriteType, allow: bigint, deny: bigint): APIOverwrite => ({
  id,
  type,
  allow: String(allow),
  deny: String(deny),
});
const { Role, Member } = OverwriteType;

describe('what a member may do in a channel', () => {
  it.each<[string, string, string[], APIOverwrite[], boolean, boolean]>([
    ['comes from their roles', 'leo', ['writer'], [], true, true],
    ['does not come from the roles of others', 'leo', [], [], true, false],
    ['is everything for the owner', 'owner', [], [overwrite('everyone', Role, 0n, Permit.ViewChannel)], true, true],
    [
      'is everything for an administrator',
      'leo',
      ['admin'],
      [overwrite('leo', Member, 0n, Permit.ViewChannel)],
      true,
      true,
    ],
    [
      'is nothing in a channel they do not see',
      'leo',
      ['writer'],
      [overwrite('everyone', Role, 0n, Permit.ViewChannel)],
      false,
      false,
    ],
    [
      'is decided by their role over everyone',
      'leo',
      ['writer'],
      [overwrite('writer', Role, Permit.ViewChannel, 0n), overwrite('everyone', Role, 0n, Permit.ViewChannel)],
      true,
      true,
    ],
    [
      'is decided by the member over their role',
      'leo',
      ['writer'],
      [overwrite('leo', Member, 0n, Permit.SendMessages), overwrite('writer', Role, Permit.SendMessages, 0n)],
      true,
      false,
    ],
  ])('%s', (_what, id, roles, overwrites, sees, writes) => {
    const bits = permissionsIn(guild, overwrites, { id, roles });
    expect([allows(bits, Permit.ViewChannel), allows(bits, Permit.SendMessages)]).toEqual([sees, writes]);
  });
});
