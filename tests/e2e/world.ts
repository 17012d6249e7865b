/** Confab in a process of its own between the three stand-ins, and what can be known about it from outside: screens, its database, its log. */
import { DatabaseSync } from 'node:sqlite';
import type { Effect, Place } from '#core/effects/effect.ts';
import type { Meeting } from '#core/meetings/meeting.ts';
import { createStage, type Stage, type StageOptions } from '../../playground/stage.ts';
import { type Cast, createCast } from '../../playground/story/cast.ts';
import { createTelling } from '../../playground/story/telling.ts';

/** Milliseconds that anything may take that has to happen at all. */
export const patience = 12_000;

export interface StoredEffect {
  id: string;
  state: 'waiting' | 'claimed' | 'done' | 'dropped' | 'failed';
  reason: string | null;
  /** When it may be claimed: milliseconds since the epoch, null once it is settled. */
  readyAt: number | null;
  effect: Effect;
}

export interface World extends Stage {
  cast: Cast;
  /** Registers the commands, starts the product and resolves when both platforms see it. */
  begin(): Promise<void>;
  /** Starts the product again after a stop or a kill. */
  restart(): Promise<void>;
  /** Resolves when both platforms see it; a jump of the clock looks to Slack's library like a lost connection, and it connects anew. */
  connected(): Promise<void>;
  meetings(): Meeting[];
  effects(): StoredEffect[];
  places(): Place[];
  /** Resolves when everything that is due by the shifted clock is carried out. */
  quiet(timeoutMs?: number): Promise<void>;
  until<T>(probe: () => T | null | undefined | false, what: string, timeoutMs?: number): Promise<T>;
  /** Why something that the product sent does not fit the platforms' specs; empty unless CONFAB_SPECS_DIR is set. */
  violations(): string[];
}

export async function createWorld(options: StageOptions = {}): Promise<World> {
  const stage = await createStage(options);
  const { product, discord, slack, clock, journal } = stage;
  const onDiscord = options.discord !== false;
  const over = options.slackOver ?? 'socket';
  const telling = createTelling({ print: () => {}, now: clock.now, pause: 0 });

  const until: World['until'] = (probe, what, timeoutMs = patience) => discord.waitFor(probe, timeoutMs, what);

  /** Nothing is kept open between two looks, so that the product's own database is never in anybody's way. */
  function rows<Row>(sql: string, ...values: number[]): Row[] {
    const db = new DatabaseSync(product.databasePath, { readOnly: true, timeout: 2_000 });
    try {
      return db.prepare(sql).all(...values) as Row[];
    } finally {
      db.close();
    }
  }

  async function restart(): Promise<void> {
    await product.start();
    if (over === 'http') {
      slack.setRequestUrl(stage.workspace.installation, `http://127.0.0.1:${product.port()}/slack/events`);
    }
    await connected();
  }

  async function connected(): Promise<void> {
    if (onDiscord) await discord.waitForApp(patience);
    if (over === 'socket') await slack.waitFor(() => slack.isConnected(stage.workspace.installation), patience);
  }

  return {
    ...stage,
    cast: createCast(stage, telling),
    ...{ restart, connected, until },
    async begin() {
      if (onDiscord) {
        const { code, output } = await product.run('release');
        if (code !== 0) throw new Error(output);
      }
      await restart();
    },
    meetings: () =>
      rows<{ document: string }>('SELECT document FROM meetings').map(
        ({ document }) => JSON.parse(document) as Meeting,
      ),
    effects: () =>
      rows<Omit<StoredEffect, 'effect'> & { document: string }>(
        'SELECT id, state, reason, ready_at AS readyAt, document FROM effects ORDER BY seq',
      ).map(({ document, ...row }) => ({ ...row, effect: JSON.parse(document) as Effect })),
    places: () =>
      rows<{ document: string }>('SELECT document FROM places').map(({ document }) => JSON.parse(document) as Place),
    async quiet(timeoutMs = 20_000) {
      const due = () =>
        rows<{ id: string; reason: string | null }>(
          'SELECT id, reason FROM effects WHERE ready_at IS NOT NULL AND due_at <= ?',
          clock.now(),
        );
      await until(() => due().length === 0, 'everything that is due to be carried out', timeoutMs).catch(
        (error: Error) => {
          throw new Error(`${error.message} Left: ${JSON.stringify(due())}`);
        },
      );
    },
    violations: () =>
      journal.entries.flatMap(({ realm, what, violations = [] }) =>
        violations.map((one) => `${realm} ${what}: ${one}`),
      ),
  };
}
