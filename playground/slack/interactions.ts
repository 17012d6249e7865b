import type { Delivered, Delivery } from './delivery.ts';
import type { Events } from './events.ts';
import type { Fields } from './fields.ts';
import type { SlackMessage, SlackView } from './messages.ts';
import type { Channel, Installation, SlackUser } from './people.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Triggers } from './triggers.ts';
import { type Sight, type World, waitFor } from './world.ts';

/** What a person sees after they did something. */
export interface Seen {
  /**
   * `ok`: the app acknowledged in time. `operation_timeout` and `dispatch_failed`: it did not, in Slack's own words.
   * `invalid`: Slack's client refused what was filled in and sent nothing. `refused`: Slack could not show the app's answer.
   */
  outcome: 'ok' | 'operation_timeout' | 'dispatch_failed' | 'invalid' | 'refused';
  /** HTTP status of the acknowledgement, where there was one. */
  status?: number;
  /** What Slack itself says to the person when something went wrong. */
  notice?: string;
  /** Milliseconds until the acknowledgement. */
  ackMs: number;
  /** Milliseconds until there was something to see, or until waiting for it ended. */
  elapsedMs: number;
  /** The first thing that appeared. */
  change?: Sight['change'] | 'closed';
  view?: SlackView;
  message?: SlackMessage;
  /** Errors at fields, by block_id. */
  errors?: Record<string, string>;
}

/** The parts the actions of people are made of. */
export interface Stage {
  world: World;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  delivery: Delivery;
  events: Events;
}

/** What a person did, and what the answer may be recognised by. */
export interface Interaction {
  user: SlackUser;
  /** Tells the app; undefined where the app did not want to be told. */
  send: () => Promise<Delivered | undefined>;
  triggerId?: string;
  responseUrl?: string;
  message?: SlackMessage;
  view?: SlackView;
  /** How long to wait for something to see after the acknowledgement, in milliseconds. */
  settleMs: number;
  /** What the acknowledgement itself makes visible; throws a `Refusal` where Slack cannot show it. */
  onAck?: (body: unknown) => Partial<Seen> | undefined;
}

export const TROUBLE = 'We had some trouble connecting. Try again?';

export function withoutUndefined<Shape extends object>(shape: Shape): Shape {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as Shape;
}

function isAnswer(sight: Sight, { user, triggerId, responseUrl, message, view }: Interaction): boolean {
  return (
    (triggerId !== undefined && sight.triggerId === triggerId) ||
    (responseUrl !== undefined && sight.responseUrl === responseUrl) ||
    (message !== undefined && sight.message === message) ||
    (view !== undefined && sight.view === view) ||
    sight.userId === user.id
  );
}

/** Sends what the person did to the app, waits for its acknowledgement and then for something to see. */
export async function perform(world: World, interaction: Interaction): Promise<Seen> {
  const startedAt = performance.now();
  const sights: Sight[] = [];
  const unwatch = world.watch((next) => {
    if (next && isAnswer(next, interaction)) sights.push(next);
  });
  try {
    const delivered = await interaction.send();
    if (!delivered) return { outcome: 'ok', ackMs: 0, elapsedMs: 0 };
    const ack = {
      outcome: delivered.outcome,
      ackMs: delivered.ms,
      ...(delivered.status ? { status: delivered.status } : {}),
    };
    if (delivered.outcome !== 'ok') return snapshot({ ...ack, elapsedMs: performance.now() - startedAt });
    const atOnce = interaction.onAck?.(delivered.body);
    if (atOnce) return snapshot({ ...ack, elapsedMs: performance.now() - startedAt, ...atOnce });
    // Nothing to see is no failure: some actions have no visible answer.
    if (interaction.settleMs > 0)
      await waitFor(world, () => sights.length > 0, interaction.settleMs).catch(() => undefined);
    const [seen] = sights;
    return snapshot({
      ...ack,
      elapsedMs: performance.now() - startedAt,
      ...(seen ? withoutUndefined({ change: seen.change, view: seen.view, message: seen.message }) : {}),
    });
  } finally {
    unwatch();
  }
}

/** Plain data that later changes do not touch. */
function snapshot(seen: Seen): Seen {
  return structuredClone(seen);
}

// What every interactive payload holds (docs.slack.dev/reference/interaction-payloads).

export function payloadBase(installation: Installation, user: SlackUser): Fields {
  const { workspace, app } = installation;
  return {
    team: { id: workspace.id, domain: workspace.domain },
    user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId },
    api_app_id: app.id,
    token: 'verification',
    enterprise: null,
    is_enterprise_install: false,
  };
}

export function channelIn(channel: Channel): Fields {
  return { id: channel.id, name: channel.kind === 'private' ? 'privategroup' : channel.name };
}
