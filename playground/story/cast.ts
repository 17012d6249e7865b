/** The people of the story, and what they can do: each does it as a person would, by what is written on the buttons. */
import type { InteractionResult } from '../discord/interactions.ts';
import type { ShownMessage } from '../discord/message.ts';
import type { Seen } from '../slack/interactions.ts';
import type { SlackMessage, SlackView } from '../slack/messages.ts';
import type { Stage } from '../stage.ts';
import { discordLines, discordModalLines, type Reader, slackLines, slackViewLines } from './read-aloud.ts';
import { expect, type Telling } from './telling.ts';

const patience = 8_000;

export interface DiscordPerson {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  run(name: string, options?: Record<string, string | boolean>): Promise<InteractionResult>;
  /** A private answer, once it is there (with these words, where it takes the place of an older one); shown. */
  answer(result: InteractionResult, words?: string): Promise<ShownMessage>;
  /** The window that opened; shown. */
  window(result: InteractionResult): NonNullable<InteractionResult['modal']>;
  submit(result: InteractionResult, fields: Record<string, string | string[]>): Promise<InteractionResult>;
  /** The options of a select in the open window, by its label. */
  options(result: InteractionResult, label: string): { label: string; value: string }[];
  /** What may be typed or chosen in a window, by its label or the words it shows while empty: its id. */
  field(result: InteractionResult, label: string): string;
  press(message: ShownMessage, label: string): Promise<InteractionResult>;
  choose(message: ShownMessage, value: string): Promise<InteractionResult>;
  /** The latest direct message that holds these words; shown. */
  hears(words: string): Promise<ShownMessage>;
  /** What `/dashboard` gives: an address that signs in. */
  dashboardLink(): Promise<string>;
  /** Suggestions of a command's option while it is typed. */
  suggestions(command: string, option: string, typed: string): Promise<{ name: string; value: string | number }[]>;
}

export interface SlackPerson {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  run(command: string, text?: string): Promise<Seen>;
  /** The window on top; shown. */
  window(view?: SlackView): SlackView;
  pick(words: { blockLike: string; value: string }): Promise<void>;
  fill(values: Record<string, string>): void;
  submit(): Promise<{ outcome: string; errors?: Record<string, string>; view?: SlackView }>;
  press(message: SlackMessage, label: string): Promise<{ outcome: string; message?: SlackMessage; view?: SlackView }>;
  hears(words: string): Promise<SlackMessage>;
  /** What only they see, with these words; shown. */
  reads(words: string): Promise<SlackMessage>;
  home(): Promise<SlackView>;
  /** What `/confab dashboard` gives: an address that signs in. */
  dashboardLink(): Promise<string>;
}

export interface Cast {
  discord(name: string, options: { zone: string; locale?: string; organiser?: boolean }): DiscordPerson;
  slack(name: string, options: { zone: string; admin?: boolean }): SlackPerson;
  reader(zone: string): Reader;
}

export function createCast(stage: Stage, telling: Telling): Cast {
  const { discord, slack } = stage;
  const names = new Map<string, string>([
    [stage.server.sessions, 'sessions'],
    [stage.workspace.sessions, 'sessions'],
  ]);
  const reader = (zone: string): Reader => ({ zone, now: stage.clock.now(), names });

  return {
    reader,
    discord(name, { zone, locale = 'en-GB', organiser = false }) {
      const user = discord.addMember(stage.server.id, {
        name,
        username: name.toLowerCase(),
        locale,
        ...(organiser ? { permissions: ['ManageGuild'] } : {}),
      });
      names.set(user.id, name);
      const see = (where: string, message: ShownMessage): ShownMessage => {
        telling.show(`Discord, ${where}:`, discordLines(message, reader(zone)));
        return message;
      };
      const parts = (result: InteractionResult) =>
        (result.modal?.components ?? []).map((component) => ({
          label: String(component.label ?? ''),
          part: (component.component ?? {}) as Record<string, unknown>,
        }));
      const field = (result: InteractionResult, label: string): string => {
        const shows = (text: unknown) =>
          String(text ?? '')
            .toLowerCase()
            .includes(label.toLowerCase());
        const found =
          parts(result).find((one) => shows(one.label)) ?? parts(result).find(({ part }) => shows(part.placeholder));
        expect(found, `there is no field "${label}" in the window`);
        return String(found.part.custom_id);
      };
      return {
        ...{ id: user.id, name, zone, field },
        run: (command, options = {}) =>
          discord.runCommand({ user, channel: stage.server.sessions, name: command, options }),
        async answer(result, words = '') {
          expect(result.outcome === 'answered', `Discord showed "${result.failure}"`);
          return see(
            `only ${name} sees this`,
            await result.settled((message) => message.text.includes(words), patience),
          );
        },
        window(result) {
          expect(result.outcome === 'answered', `Discord showed "${result.failure}"`);
          expect(result.modal, `no window opened, but: ${result.message?.text ?? 'nothing'}`);
          telling.show(`Discord, a window opens for ${name}:`, discordModalLines(result.modal, reader(zone)));
          return result.modal;
        },
        submit(result, fields) {
          expect(result.modal, 'no window is open');
          const byId = Object.fromEntries(
            Object.entries(fields).map(([label, value]) => [field(result, label), value]),
          );
          return discord.submitModal({ user, modal: result.modal, fields: byId });
        },
        options(result, label) {
          const found = parts(result).find((part) => part.label.toLowerCase().includes(label.toLowerCase()));
          return (found?.part.options ?? []) as { label: string; value: string }[];
        },
        press: (message, label) => discord.press({ user, message: message.id, label }),
        choose: (message, value) => discord.choose({ user, message: message.id, values: [value] }),
        async hears(words) {
          const heard = await discord.waitFor(
            () => discord.dms(user).findLast((message) => message.text.includes(words)),
            patience,
            `a message to ${name} with "${words}"`,
          );
          return see(`direct message to ${name}`, heard);
        },
        async dashboardLink() {
          const result = await discord.runCommand({
            user,
            channel: stage.server.sessions,
            name: 'dashboard',
            options: {},
          });
          expect(result.outcome === 'answered', `Discord showed "${result.failure}"`);
          return linkIn(await result.settled((message) => message.text.includes('sign-in#'), patience));
        },
        async suggestions(command, option, typed) {
          const result = await discord.autocomplete({
            user,
            channel: stage.server.sessions,
            name: command,
            options: { [option]: typed },
            focused: option,
          });
          return result.choices ?? [];
        },
      };
    },

    slack(name, { zone, admin = false }) {
      const user = slack.addUser(stage.workspace.id, {
        name,
        realName: name,
        tz: zone,
        isAdmin: admin,
      });
      slack.join?.(stage.workspace.sessions, user);
      names.set(user.id, name);
      const top = (): SlackView => {
        const view = slack.openViews(user).at(-1);
        expect(view, `no window is open for ${name}`);
        return view;
      };
      const see = (where: string, message: SlackMessage): SlackMessage => {
        telling.show(`Slack, ${where}:`, slackLines(message, reader(zone)));
        return message;
      };
      return {
        ...{ id: user.id, name, zone },
        run: (command, text = '') => slack.runCommand({ user, channel: stage.workspace.sessions, command, text }),
        window(view = top()) {
          telling.show(`Slack, a window for ${name}:`, slackViewLines(view, reader(zone)));
          return view;
        },
        async pick({ blockLike, value }) {
          const block = blockOf(top(), blockLike);
          await slack.choose({ user, blockId: block.blockId, actionId: block.actionId, values: value });
        },
        fill(values) {
          const view = top();
          const byBlock = Object.fromEntries(
            Object.entries(values).map(([like, value]) => {
              const { blockId, actionId } = blockOf(view, like);
              return [blockId, { [actionId]: value }];
            }),
          );
          slack.fillIn({ user, values: byBlock });
        },
        submit: () => slack.submitView({ user }),
        press: (message, label) => slack.press({ user, message: message.ts, label }),
        async hears(words) {
          const heard = await slack.waitFor(
            () => slack.dms(user).findLast((message) => textOf(message).includes(words)),
            patience,
          );
          return see(`direct message to ${name}`, heard);
        },
        async reads(words) {
          const read = await slack.waitFor(
            () => slack.ephemerals(user).findLast((message) => textOf(message).includes(words)),
            patience,
          );
          return see(`only ${name} sees this`, read);
        },
        async home() {
          await slack.openHome(user);
          const view = await slack.waitFor(() => slack.home(user), patience);
          telling.show(`Slack, ${name}'s home:`, slackViewLines(view, reader(zone)));
          return view;
        },
        async dashboardLink() {
          const before = slack.ephemerals(user).length;
          const channel = stage.workspace.sessions;
          const seen = await slack.runCommand({ user, channel, command: '/confab', text: 'dashboard' });
          expect(seen.outcome === 'ok', `Slack showed "${seen.notice}"`);
          const { message } = seen;
          return linkIn(message ?? (await slack.waitFor(() => slack.ephemerals(user)[before], patience)));
        },
      };
    },
  };
}

/** The address that signs in, wherever the platform puts it. */
function linkIn(message: object): string {
  const link = /https?:\/\/[^\s"<>|()\\]+\/sign-in#[\w-]+/.exec(JSON.stringify(message))?.[0];
  expect(link, 'no link to the dashboard was given');
  return link;
}

function textOf(message: SlackMessage): string {
  return `${message.text} ${JSON.stringify(message.blocks)}`;
}

/** The input whose label holds these words. */
function blockOf(view: SlackView, like: string): { blockId: string; actionId: string } {
  for (const block of view.blocks as Record<string, unknown>[]) {
    if (block.type !== 'input') continue;
    const label = String((block.label as { text?: string } | undefined)?.text ?? '');
    const element = block.element as { action_id?: string } | undefined;
    if (label.toLowerCase().includes(like.toLowerCase()))
      return { blockId: String(block.block_id), actionId: String(element?.action_id) };
  }
  throw new Error(`there is no field "${like}" in the window "${view.title}"`);
}
