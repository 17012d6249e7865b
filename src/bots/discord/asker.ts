import {
  type APIInteractionGuildMember,
  type BaseInteraction,
  type GuildMember,
  PermissionFlagsBits,
  type User,
} from 'discord.js';
import type { Asker } from '#core/desk/visitor.ts';

/** Who is asking, as Discord tells it. It never tells a time zone. */
export function askerOf(interaction: BaseInteraction): Asker {
  const { user, guildId } = interaction;
  return {
    platform: 'discord',
    userId: user.id,
    workspaceId: null,
    name: shownName(user, interaction.member),
    community: communityOf(interaction, guildId),
    zone: null,
    locale: interaction.locale,
    admin: interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
  };
}

/** Somebody a person pointed at. `admin` is for people who ask, so nobody gains anything by being pointed at. */
export function pickedAsker(
  interaction: BaseInteraction,
  user: User,
  member: GuildMember | Pick<APIInteractionGuildMember, 'nick'> | null,
): Asker {
  return {
    platform: 'discord',
    userId: user.id,
    workspaceId: null,
    name: shownName(user, member),
    community: communityOf(interaction, interaction.guildId),
    zone: null,
    locale: null,
    admin: false,
  };
}

function shownName(user: User, member: GuildMember | Pick<APIInteractionGuildMember, 'nick'> | null): string {
  if (member === null) return user.displayName;
  return 'displayName' in member ? member.displayName : (member.nick ?? user.displayName);
}

function communityOf(interaction: BaseInteraction, guildId: string | null): Asker['community'] {
  return guildId === null ? null : { externalId: guildId, name: interaction.guild?.name ?? 'this server' };
}
