import { perform, type Seen, type Stage } from './interactions.ts';
import type { SlackMessage } from './messages.ts';
import { channelOf, installationFor, type Ref, SETTLE_MS, userFor } from './places.ts';
import { viewOutput } from './views.ts';
import { dmOf } from './world.ts';

export interface HomeVisit {
  user: Ref;
  app?: Ref;
  /** `home` unless told. */
  tab?: 'home' | 'messages';
  settleMs?: number;
}

/** A person opens the app: `app_home_opened`, and then whatever the app publishes. */
export async function openHome({ world, events }: Stage, visit: HomeVisit): Promise<Seen> {
  const user = userFor(world, visit.user);
  const installation = installationFor(world, user, visit.app);
  const tab = visit.tab ?? 'home';
  const shown = world.views.get(world.homes.get(`${installation.app.id}/${user.id}`) ?? '');
  return perform(world, {
    user,
    settleMs: tab === 'home' ? (visit.settleMs ?? SETTLE_MS) : 0,
    send: () =>
      events.send(installation, {
        type: 'app_home_opened',
        user: user.id,
        channel: dmOf(world, installation, user.id).id,
        tab,
        ...(shown && tab === 'home' ? { view: viewOutput(shown) } : {}),
      }),
  });
}

export interface Utterance {
  user: Ref;
  /** The person's DM with the app unless told. */
  channel?: Ref;
  app?: Ref;
  text: string;
}

const SUBSCRIPTIONS = { public: 'message.channels', private: 'message.groups', im: 'message.im' } as const;
const CHANNEL_TYPES = { public: 'channel', private: 'group', im: 'im' } as const;

/** A person writes a message. Apps that are in the conversation and subscribe to such messages hear of it. */
export async function say({ world, events }: Stage, utterance: Utterance): Promise<SlackMessage> {
  const user = userFor(world, utterance.user);
  const channel = utterance.channel
    ? channelOf(world, utterance.channel)
    : dmOf(world, installationFor(world, user, utterance.app), user.id);
  const message: SlackMessage = {
    ts: world.ids.messageTs(),
    channelId: channel.id,
    teamId: user.teamId,
    userId: user.id,
    text: utterance.text,
    blocks: [],
    attachments: [],
    history: [],
    deleted: false,
    pings: [],
    fileIds: [],
  };
  world.messages.push(message);
  world.show();
  const { text, ts } = message;
  const event = {
    type: 'message',
    user: user.id,
    text,
    ts,
    channel: channel.id,
    channel_type: CHANNEL_TYPES[channel.kind],
    event_ts: ts,
  };
  const listening = world.installations.filter((one) => one.active && channel.members.includes(one.botUserId));
  await Promise.all(listening.map((one) => events.send(one, event, SUBSCRIPTIONS[channel.kind])));
  return structuredClone(message);
}
