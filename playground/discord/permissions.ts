/** Bit positions: Discord's documentation, "Permissions". */
const positions = {
  CreateInstantInvite: 0,
  KickMembers: 1,
  BanMembers: 2,
  Administrator: 3,
  ManageChannels: 4,
  ManageGuild: 5,
  AddReactions: 6,
  ViewAuditLog: 7,
  ViewChannel: 10,
  SendMessages: 11,
  ManageMessages: 13,
  EmbedLinks: 14,
  AttachFiles: 15,
  ReadMessageHistory: 16,
  MentionEveryone: 17,
  UseExternalEmojis: 18,
  ChangeNickname: 26,
  ManageNicknames: 27,
  ManageRoles: 28,
  ManageWebhooks: 29,
  UseApplicationCommands: 31,
  ManageEvents: 33,
  ManageThreads: 34,
  CreatePublicThreads: 35,
  CreatePrivateThreads: 36,
  SendMessagesInThreads: 38,
  ModerateMembers: 40,
  CreateEvents: 44,
  UseExternalApps: 50,
} as const;

export type PermissionName = keyof typeof positions;

/** What a channel grants or denies to one role or member beyond their roles. */
export interface Overwrite {
  id: string;
  kind: 'role' | 'member';
  allow: bigint;
  deny: bigint;
}

const every = Object.keys(positions) as PermissionName[];

export const allPermissions = bitsOf(every);

/** What @everyone may do in a new server. */
export const everyonePermissions = bitsOf([
  'CreateInstantInvite',
  'AddReactions',
  'ViewChannel',
  'SendMessages',
  'EmbedLinks',
  'AttachFiles',
  'ReadMessageHistory',
  'UseExternalEmojis',
  'ChangeNickname',
  'UseApplicationCommands',
  'CreatePublicThreads',
  'CreatePrivateThreads',
  'SendMessagesInThreads',
]);

export function bitsOf(names: readonly PermissionName[]): bigint {
  return names.reduce((bits, name) => bits | (1n << BigInt(positions[name])), 0n);
}

export function includes(bits: bigint, ...names: PermissionName[]): boolean {
  const wanted = bitsOf(names);
  return (bits & wanted) === wanted;
}

/** Base permissions and overwrites in the order Discord's documentation gives: @everyone, then all roles together, then the member. */
export function applyOverwrites(
  base: bigint,
  overwrites: readonly Overwrite[],
  everyoneId: string,
  roleIds: readonly string[],
  memberId: string,
): bigint {
  if (includes(base, 'Administrator')) return allPermissions;
  let bits = base;
  const apply = (chosen: readonly Overwrite[]) => {
    for (const overwrite of chosen) bits &= ~overwrite.deny;
    for (const overwrite of chosen) bits |= overwrite.allow;
  };
  apply(overwrites.filter((overwrite) => overwrite.id === everyoneId));
  apply(overwrites.filter((overwrite) => overwrite.kind === 'role' && roleIds.includes(overwrite.id)));
  apply(overwrites.filter((overwrite) => overwrite.kind === 'member' && overwrite.id === memberId));
  // Who cannot see a channel can do nothing in it.
  return includes(bits, 'ViewChannel') ? bits : 0n;
}
