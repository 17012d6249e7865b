import {
  ApplicationCommandOptionType,
  ApplicationIntegrationType,
  ChannelType,
  type ChatInputCommandInteraction,
  InteractionContextType,
  PermissionFlagsBits,
} from 'discord.js';
import { acknowledge, say } from '#bots/discord/answer.ts';
import { askerOf, pickedAsker } from '#bots/discord/asker.ts';
import { missingToAnnounce } from '#bots/discord/channel-check.ts';
import type { Command } from '#bots/discord/command.ts';
import { announceEitherOr, botPicked, channelUnusable, strangerPicked, undone } from '#bots/discord/words.ts';
import type { Desk } from '#core/desk/desk.ts';
import type { SettingsForm } from '#core/desk/form.ts';
import type { Visitor } from '#core/desk/visitor.ts';
import { commands } from '#core/messages/commands.ts';
import type { Message } from '#core/messages/message.ts';
import type { Person } from '#core/people/person.ts';

const { Subcommand, String: text, Boolean: yesOrNo, Channel, User } = ApplicationCommandOptionType;

/** Discord shows it to those who manage the server, and to whom they allow it; the desk looks again. */
export const confab = {
  data: {
    name: 'confab',
    description: 'For organisers: settings, who may mentor, who organises, sharing mentors',
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    options: [
      {
        type: Subcommand,
        name: 'settings',
        description: commands.settings,
        options: [
          {
            type: Channel,
            name: 'announce',
            description: 'The channel that shows booked sessions',
            channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement],
          },
          { type: yesOrNo, name: 'announce_off', description: 'Show booked sessions nowhere' },
          {
            type: text,
            name: 'reminders',
            description: 'How long before a session both are reminded: 24h, 10m',
            max_length: 100,
          },
          {
            type: text,
            name: 'mentors',
            description: 'Who may offer sessions',
            choices: [
              { name: 'Anyone', value: 'anyone' },
              { name: 'Only people named with /confab mentors', value: 'named' },
            ],
          },
        ],
      },
      {
        type: Subcommand,
        name: 'mentors',
        description: 'Name who may offer sessions, where not everybody may',
        options: [
          { type: User, name: 'add', description: 'May offer sessions' },
          { type: User, name: 'remove', description: 'May no longer' },
        ],
      },
      {
        type: Subcommand,
        name: 'organisers',
        description: 'Name who helps to run the programme',
        options: [
          { type: User, name: 'add', description: 'Helps to run the programme' },
          { type: User, name: 'remove', description: 'No longer does' },
        ],
      },
      {
        type: Subcommand,
        name: 'link',
        description: commands['link-program'],
        options: [
          {
            type: text,
            name: 'code',
            description: 'The code that Confab gave there; leave it out to get one',
            max_length: 100,
          },
        ],
      },
    ],
  },
  undone: undone.settings,
  async run(interaction, desk) {
    await acknowledge(interaction);
    const visitor = await desk.arrive(askerOf(interaction));
    await say(interaction, await answer(interaction, desk, visitor));
  },
} satisfies Command;

async function answer(interaction: ChatInputCommandInteraction, desk: Desk, visitor: Visitor): Promise<Message> {
  switch (interaction.options.getSubcommand()) {
    case 'mentors':
      return namePeople(interaction, desk, visitor, 'mentor');
    case 'organisers':
      return namePeople(interaction, desk, visitor, 'organizer');
    case 'link': {
      const code = interaction.options.getString('code');
      return code === null
        ? desk.offerLink(visitor, 'program')
        : (await desk.enterLink(visitor, code, 'program')).message;
    }
    default:
      return changeSettings(interaction, desk, visitor);
  }
}

async function changeSettings(
  interaction: ChatInputCommandInteraction,
  desk: Desk,
  visitor: Visitor,
): Promise<Message> {
  const { options } = interaction;
  const channel = options.getChannel('announce');
  const reminders = options.getString('reminders');
  const mentors = options.getString('mentors');
  const off = options.getBoolean('announce_off') === true;
  if (channel && off) return announceEitherOr;
  const missing = channel ? missingToAnnounce(interaction, channel.id) : [];
  if (channel && missing.length > 0) return channelUnusable(channel.id, missing);

  const change: Partial<SettingsForm> = {
    ...(channel ? { announcementChannelId: channel.id } : {}),
    ...(off ? { announcementChannelId: null } : {}),
    ...(reminders === null ? {} : { reminders }),
    ...(mentors === 'anyone' || mentors === 'named' ? { mentors } : {}),
  };
  if (Object.keys(change).length === 0) return desk.settings(visitor);
  return (await desk.submitSettings(visitor, change)).message;
}

async function namePeople(
  interaction: ChatInputCommandInteraction,
  desk: Desk,
  visitor: Visitor,
  role: 'mentor' | 'organizer',
): Promise<Message> {
  const { options } = interaction;
  const added = options.getUser('add');
  const removed = options.getUser('remove');
  if (added?.bot) return botPicked;
  // Who has left can be removed, but not added.
  if (added && !options.getMember('add')) return strangerPicked;
  const introduce = async (option: 'add' | 'remove'): Promise<Person[]> => {
    const user = options.getUser(option);
    return user ? [await desk.introduce(pickedAsker(interaction, user, options.getMember(option)))] : [];
  };
  return desk.name(visitor, {
    role,
    ...(added ? { add: await introduce('add') } : {}),
    ...(removed ? { remove: await introduce('remove') } : {}),
  });
}
