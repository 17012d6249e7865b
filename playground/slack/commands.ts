import { isFields } from './fields.ts';
import { payloadBase, perform, type Seen, type Stage } from './interactions.ts';
import type { Channel, Installation, SlackUser } from './people.ts';
import { channelOf, installationFor, type Ref, SETTLE_MS, userFor } from './places.ts';
import { contentOf, post } from './posts.ts';
import { Refusal } from './refusal.ts';
import { dmOf, type World } from './world.ts';

export interface CommandRun {
  user: Ref;
  /** Where it is typed; the person's DM with the app unless told. */
  channel?: Ref;
  /** `/confab`. */
  command: string;
  text?: string;
  settleMs?: number;
}

export interface ShortcutRun {
  user: Ref;
  callbackId: string;
  app?: Ref;
  settleMs?: number;
}

function escaped(world: World, user: SlackUser, text: string): string {
  const named = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/(?<![\w<])@([\w.-]*\w)/g, (typed, name) => {
      const meant = [...world.users.values()].find((other) => other.teamId === user.teamId && other.name === name);
      return meant ? `<@${meant.id}|${meant.name}>` : typed;
    });
  return named.replaceAll(/(?<![\w<&])#([\w-]+)/g, (typed, name) => {
    const meant = [...world.channels.values()].find((other) => other.teamId === user.teamId && other.name === name);
    return meant ? `<#${meant.id}|${meant.kind === 'private' ? '' : meant.name}>` : typed;
  });
}

/** An acknowledgement with text or blocks is a message, seen by one person unless it says `in_channel`. */
function answerIn(
  world: World,
  installation: Installation,
  channel: Channel,
  user: SlackUser,
  body: unknown,
): Partial<Seen> | undefined {
  const answer = typeof body === 'string' ? { text: body } : body;
  if (!isFields(answer) || (!answer.text && !answer.blocks && !answer.attachments)) return undefined;
  const content = contentOf(answer);
  const toAll = answer.response_type === 'in_channel';
  return { change: 'posted', message: post(world, installation, channel, content, toAll ? {} : { onlyFor: user.id }) };
}

/** A person types a slash command. */
export async function runCommand({ world, triggers, responseUrls, delivery }: Stage, run: CommandRun): Promise<Seen> {
  const user = userFor(world, run.user);
  const installation = world.installations.find(
    ({ active, workspace, app }) =>
      active && workspace.id === user.teamId && app.slashCommands.some(({ command }) => command === run.command),
  );
  if (!installation) {
    const notice = `${run.command} is not a valid command. In Slack, all messages that start with the "/" character are interpreted as commands.`;
    return { outcome: 'refused', notice, ackMs: 0, elapsedMs: 0 };
  }
  const channel = run.channel === undefined ? dmOf(world, installation, user.id) : channelOf(world, run.channel);
  if (!channel.members.includes(user.id)) throw new Error(`${user.name} is not in ${channel.name}.`);
  const shouldEscape = installation.app.slashCommands.some((one) => one.command === run.command && one.shouldEscape);
  const triggerId = triggers.issue(installation, user.id);
  const responseUrl = responseUrls.issue({ installation, userId: user.id, channel });
  const text = run.text ?? '';
  const payload = {
    token: 'verification',
    team_id: installation.workspace.id,
    team_domain: installation.workspace.domain,
    channel_id: channel.id,
    channel_name: channel.kind === 'private' ? 'privategroup' : channel.name,
    user_id: user.id,
    user_name: user.name,
    command: run.command,
    text: shouldEscape ? escaped(world, user, text) : text,
    api_app_id: installation.app.id,
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: triggerId,
  };
  const failed = (error: string) => `${run.command} failed with the error "${error}"`;
  const seen = await perform(world, {
    user,
    triggerId,
    responseUrl,
    settleMs: run.settleMs ?? SETTLE_MS,
    send: () => delivery.deliver(installation.app, { kind: 'slash_commands', what: run.command, payload }),
    onAck(body) {
      try {
        return answerIn(world, installation, channel, user, body);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return { outcome: 'refused', notice: failed(error.code) };
      }
    },
  });
  const silent = seen.outcome === 'operation_timeout' || seen.outcome === 'dispatch_failed';
  return silent ? { ...seen, notice: failed(seen.outcome) } : seen;
}

/** A person chooses a global shortcut of the app. */
export async function runShortcut({ world, triggers, delivery }: Stage, run: ShortcutRun): Promise<Seen> {
  const user = userFor(world, run.user);
  const installation = installationFor(world, user, run.app);
  if (!installation.app.shortcuts.includes(run.callbackId)) throw new Error(`There is no shortcut ${run.callbackId}.`);
  const triggerId = triggers.issue(installation, user.id);
  const payload = {
    type: 'shortcut',
    ...payloadBase(installation, user),
    action_ts: world.ids.messageTs(),
    callback_id: run.callbackId,
    trigger_id: triggerId,
  };
  return perform(world, {
    user,
    triggerId,
    settleMs: run.settleMs ?? SETTLE_MS,
    send: () => delivery.deliver(installation.app, { kind: 'interactive', what: 'shortcut', payload }),
  });
}
