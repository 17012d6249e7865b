import type { SlackCommandMiddlewareArgs, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import type { ModalView } from '@slack/web-api';
import { slackSlashCommands as slashCommands } from '#bots/command-spelling.ts';
import { type Message, plainMessage, say } from '#core/messages/message.ts';
import { bookShortcut, type ConfabWord, isConfabWord } from './command-names.ts';
import { showing } from './dispatcher.ts';
import { type Arrival, anyReader, arrive, type Front, tellDirectly } from './front.ts';
import { joinMessages } from './join-messages.ts';
import { mentorView } from './mentor-view.ts';
import { messageView, oneMoment } from './message-view.ts';
import { formForText } from './open-form.ts';
import { renderMessage } from './render.ts';
import { respond } from './respond.ts';
import { createScreen, type Screen, showPrepared } from './screen.ts';
import { settingsView } from './settings-view.ts';
import { emptyBooking, timeView } from './time-view.ts';

type Command = SlackCommandMiddlewareArgs;
type Shortcut = SlackShortcutMiddlewareArgs;

export interface Commands {
  /** By what is typed, slash and all. */
  commands: ReadonlyMap<string, (args: Command) => Promise<void>>;
  /** By callback id. */
  shortcuts: ReadonlyMap<string, (args: Shortcut) => Promise<void>>;
}

export function createCommands(front: Front): Commands {
  const { desk, client, dispatcher } = front;

  const confab: Record<ConfabWord, (args: Command, rest: string) => Promise<void>> = {
    help: (args) => answer(args, 'help', async ({ visitor }) => desk.help(visitor)),
    mentors: (args) => answer(args, 'mentors', ({ visitor }) => desk.mentors(visitor)),
    mentor: (args) =>
      openModal(args, 'mentor', (screen) =>
        prepared(screen, args, async ({ visitor }) => mentorView(await desk.mentorForm(visitor))),
      ),
    timezone: (args, rest) =>
      answer(args, 'timezone', async ({ visitor }) =>
        rest === '' ? currentZone(visitor.person.zone) : (await desk.setZone(visitor, rest)).message,
      ),
    link: (args, rest) =>
      answer(args, 'link', async ({ visitor }) => {
        if (rest !== '') return (await desk.enterLink(visitor, rest, 'either')).message;
        const offers = [await desk.offerLink(visitor, 'person')];
        if (visitor.organizer) offers.push(await desk.offerLink(visitor, 'program'));
        return joinMessages(offers);
      }),
    dashboard: (args) => answer(args, 'dashboard', ({ visitor }) => desk.dashboard(visitor)),
    settings: (args) =>
      openModal(args, 'settings', (screen) => prepared(screen, args, (arrival) => organiserView(front, arrival))),
  };

  const commands: Commands['commands'] = new Map([
    [slashCommands.book, (args) => openModal(args, 'book', (screen) => showBooking(front, screen, args.command))],
    [slashCommands.meetings, (args) => answer(args, 'meetings', ({ visitor }) => desk.meetings(visitor, ''))],
    [
      slashCommands.confab,
      (args) => {
        const [word = '', ...rest] = args.command.text.trim().split(/\s+/);
        const known = word.toLowerCase();
        return confab[isConfabWord(known) ? known : 'help'](args, rest.join(' '));
      },
    ],
  ]);

  const book = ({ ack, body, shortcut }: Shortcut) =>
    dispatcher.run({
      name: bookShortcut,
      undone: 'Nothing was booked.',
      async work() {
        await ack();
        const screen = createScreen(client, { triggerId: shortcut.trigger_id });
        await showBooking(front, screen, { user_id: body.user.id, text: '' });
      },
      tell: [tellDirectly(front, body.user.id)],
    });

  function prepared(
    screen: Screen,
    { command }: Command,
    make: (arrival: Arrival) => Promise<ModalView>,
  ): Promise<void> {
    return showPrepared(screen, arrive(front, command.user_id).then(make), messageView(oneMoment, anyReader));
  }

  /** Acknowledges, asks the desk, and says it to nobody but the person. */
  function answer({ ack, command }: Command, name: string, ask: (arrival: Arrival) => Promise<Message>): Promise<void> {
    const say = async (message: Message, reader = anyReader) => {
      await respond(command.response_url, { response_type: 'ephemeral', ...renderMessage(message, reader) });
    };
    return dispatcher.run({
      name,
      undone: 'Nothing was changed.',
      async work() {
        await ack();
        const arrival = await arrive(front, command.user_id);
        const message = await ask(arrival);
        await showing(message, () => say(message, arrival.reader));
      },
      tell: [say, tellDirectly(front, command.user_id)],
    });
  }

  /** Acknowledges, and shows a modal with the trigger. */
  function openModal({ ack, command }: Command, name: string, show: (screen: Screen) => Promise<void>): Promise<void> {
    const screen = createScreen(client, { triggerId: command.trigger_id });
    return dispatcher.run({
      name,
      undone: 'Nothing was booked or changed.',
      async work() {
        await ack();
        await show(screen);
      },
      tell: [
        async (message) => screen.show(messageView(message, anyReader)),
        async (message) => {
          await respond(command.response_url, { response_type: 'ephemeral', ...renderMessage(message, anyReader) });
        },
        tellDirectly(front, command.user_id),
      ],
    });
  }

  return { commands, shortcuts: new Map([[bookShortcut, book]]) };
}

/** Opens the booking form: at once where no mentor is named yet, else with their free times in it. */
async function showBooking(
  front: Front,
  screen: Screen,
  { user_id, text }: { user_id: string; text: string },
): Promise<void> {
  const wanted = text.trim();
  if (wanted !== '') {
    const preparing = arrive(front, user_id).then((arrival) => formForText(front, arrival, wanted));
    await showPrepared(screen, preparing, messageView(oneMoment, anyReader));
    return;
  }
  await screen.show(timeView(emptyBooking, anyReader));
  const { visitor, reader } = await arrive(front, user_id);
  const [anybody] = await front.desk.findMentors(visitor, '', 1);
  if (!anybody) await screen.show(messageView(front.desk.noMentors(visitor), reader));
}

async function organiserView({ desk }: Front, { visitor, reader }: Arrival): Promise<ModalView> {
  if (!visitor.organizer) return messageView(await desk.settings(visitor), reader);
  const [mentors, organizers] = await Promise.all([
    desk.namedPeople(visitor, 'mentor'),
    desk.namedPeople(visitor, 'organizer'),
  ]);
  return settingsView(desk.settingsForm(visitor), { mentors, organizers }, reader.workspaceId);
}

function currentZone(zone: string | null): Message {
  const where = zone ? say`Your time zone is ${{ strong: zone }}.` : say`Your time zone is not known yet.`;
  return plainMessage(where, [{ text: say`To change it, name your city: ${{ command: 'timezone', rest: 'Berlin' }}` }]);
}
