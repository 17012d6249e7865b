import type { WebSocket } from 'ws';
import type { Journal } from '../journal.ts';
import type { ShiftedClock } from '../shifted-clock.ts';
import type { SpecChecker } from '../spec-checker.ts';
import type { Fields } from './fields.ts';
import { createIds, type Ids } from './ids.ts';
import type { SlackMessage, SlackView, Values } from './messages.ts';
import type { Channel, Installation, PostedFile, SlackApp, SlackUser, Workspace } from './people.ts';

/** Something that became visible, so that whoever pressed a button knows what it led to. */
export interface Sight {
  change: 'opened' | 'updated' | 'pushed' | 'published' | 'posted' | 'edited' | 'deleted';
  view?: SlackView;
  message?: SlackMessage;
  /** The people who see it; undefined where a whole channel does. */
  userId?: string;
  triggerId?: string;
  responseUrl?: string;
}

/** Everything Slack remembers here. Nothing in it depends on whether the app is running. */
export interface World {
  clock: ShiftedClock;
  journal: Journal;
  specs: SpecChecker | undefined;
  ids: Ids;
  /** `http://127.0.0.1:PORT`, known once the server listens. */
  origin: string;
  /** Aborted when the stand-in closes: ends waits, retries and requests under way. */
  closing: AbortController;
  workspaces: Map<string, Workspace>;
  users: Map<string, SlackUser>;
  channels: Map<string, Channel>;
  apps: Map<string, SlackApp>;
  installations: Installation[];
  messages: SlackMessage[];
  /** Every view that still exists, open modals and homes alike, by id. */
  views: Map<string, SlackView>;
  /** View ids of a person's open modal, root first. A person has one modal stack at a time. */
  stacks: Map<string, string[]>;
  /** View id of a person's Home tab, by `appId/userId`. */
  homes: Map<string, string>;
  /** What a person chose in a message's own inputs, by `userId/channelId/ts`. */
  messageValues: Map<string, Values>;
  /** Options the app offered last, by `place/block_id/action_id`. */
  offered: Map<string, Fields[]>;
  files: Map<string, PostedFile>;
  /** Open Socket Mode connections by app id, oldest first. */
  sockets: Map<string, WebSocket[]>;
  /** Tells those who wait that something changed. */
  show(sight?: Sight): void;
  /** Called at every change; returns a function that stops it. */
  watch(listener: (sight: Sight | undefined) => void): () => void;
}

export function createWorld(options: { clock: ShiftedClock; journal: Journal; specs: SpecChecker | undefined }): World {
  const listeners = new Set<(sight: Sight | undefined) => void>();
  return {
    ...options,
    ids: createIds(options.clock),
    origin: '',
    closing: new AbortController(),
    workspaces: new Map(),
    users: new Map(),
    channels: new Map(),
    apps: new Map(),
    installations: [],
    messages: [],
    views: new Map(),
    stacks: new Map(),
    homes: new Map(),
    messageValues: new Map(),
    offered: new Map(),
    files: new Map(),
    sockets: new Map(),
    show(sight) {
      for (const listener of listeners) listener(sight);
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The DM of a person with an app's bot, made when it is first needed. */
export function dmOf(world: World, installation: Installation, userId: string): Channel {
  for (const channel of world.channels.values()) {
    if (channel.kind === 'im' && channel.members.includes(userId) && channel.members.includes(installation.botUserId)) {
      return channel;
    }
  }
  const channel: Channel = {
    id: world.ids.next('D'),
    teamId: installation.workspace.id,
    name: 'directmessage',
    kind: 'im',
    members: [userId, installation.botUserId],
    archived: false,
    postingRestricted: false,
  };
  world.channels.set(channel.id, channel);
  return channel;
}

/** Resolves with the first truthy answer of `condition`, asked again at every change; rejects after `timeoutMs`. */
export function waitFor<Value>(
  world: World,
  condition: () => Value | undefined | null | false,
  timeoutMs: number,
  what = 'the condition',
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      clearInterval(poll);
      unwatch();
      world.closing.signal.removeEventListener('abort', onClose);
      settle();
    };
    const look = () => {
      try {
        const value = condition();
        if (value) finish(() => resolve(value));
      } catch (error) {
        finish(() => reject(error));
      }
    };
    const onClose = () => finish(() => reject(new Error(`The Slack stand-in closed while waiting for ${what}.`)));
    const timer = setTimeout(
      () => finish(() => reject(new Error(`Waited ${timeoutMs} ms in vain for ${what}.`))),
      timeoutMs,
    );
    // Conditions may look at things outside this world, so changes alone are not enough.
    const poll = setInterval(look, 25);
    const unwatch = world.watch(look);
    world.closing.signal.addEventListener('abort', onClose);
    look();
  });
}
