/** Confab between the three stand-ins, in one process of its own or several, and what can be known about it from outside: screens, its database, its log. */
import { createOwnDatabase } from '../../playground/own-database.ts';
import { createStage, type Stage, type StageOptions } from '../../playground/stage.ts';
import { type Cast, createCast } from '../../playground/story/cast.ts';
import { createTelling } from '../../playground/story/telling.ts';
import type { Stored } from './stored.ts';
import { readMongo } from './stored-in-mongo.ts';
import { readSqlite } from './stored-in-sqlite.ts';

/** Milliseconds that anything may take that has to happen at all. */
export const patience = 12_000;

/** A MongoDB for tests; undefined where there is none. */
export const mongoServer = process.env.MONGODB_TEST_URI;

/** Each part by itself, as on several machines. */
export const fourProcesses = ['web', 'bot', 'worker', 'worker'] as const;

/** Where hours pass within seconds, Discord would count what is said in a day as one minute's. */
export const patientDiscord: NonNullable<StageOptions['discordLimits']> = {
  rates: {},
  globalRequestsASecond: 1_000,
  lateEditsAnHour: 1_000,
};

export interface World extends Stage, Omit<Stored, 'close'> {
  cast: Cast;
  /** Registers the commands, starts the product and resolves when both platforms see it. */
  begin(): Promise<void>;
  /** Starts what is not running of the product, after a stop or a kill. */
  restart(): Promise<void>;
  /** Resolves when both platforms see it; a jump of the clock looks to Slack's library like a lost connection, and it connects anew. */
  connected(): Promise<void>;
  /** Resolves when everything that is due by the shifted clock is carried out. */
  quiet(timeoutMs?: number): Promise<void>;
  until<T>(probe: () => T | null | undefined | false, what: string, timeoutMs?: number): Promise<T>;
  /** Why something that the product sent does not fit the platforms' specs; empty unless CONFAB_SPECS_DIR is set. */
  violations(): string[];
}

export interface WorldOptions extends Omit<StageOptions, 'mongodb'> {
  /** The address of a MongoDB server, on which the world takes a database of its own and drops it at the end; SQLite unless said. */
  mongodb?: string | undefined;
  /** The address that the product is given for the database's own: that of a way to it which can be cut. */
  way?: (uri: string) => string;
}

export async function createWorld({ mongodb, way = (uri) => uri, ...options }: WorldOptions = {}): Promise<World> {
  const database = mongodb === undefined ? null : createOwnDatabase(mongodb);
  const stage = await createStage({ ...options, ...(database ? { mongodb: way(database.uri) } : {}) });
  const { product, discord, slack, clock, journal } = stage;
  const stored = database ? readMongo(database.uri) : readSqlite(product.databasePath);
  const onDiscord = options.discord !== false;
  const over = options.slackOver ?? 'socket';
  const telling = createTelling({ print: () => {}, now: clock.now, pause: 0 });

  const until: World['until'] = (probe, what, timeoutMs = patience) => discord.waitFor(probe, timeoutMs, what);

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
    ...stored,
    cast: createCast(stage, telling),
    ...{ restart, connected, until },
    async begin() {
      if (onDiscord) {
        const { code, output } = await product.run('release');
        if (code !== 0) throw new Error(output);
      }
      await restart();
    },
    async quiet(timeoutMs = 20_000) {
      const due = () =>
        stored.effects().filter(({ readyAt, effect }) => readyAt !== null && effect.dueAt <= clock.now());
      await until(() => due().length === 0, 'everything that is due to be carried out', timeoutMs).catch(
        (error: Error) => {
          const left = due().map(({ id, state, reason, readyAt }) => ({ id, state, reason, readyAt }));
          throw new Error(`${error.message} Left: ${JSON.stringify(left)}`);
        },
      );
    },
    violations: () =>
      journal.entries.flatMap(({ realm, what, violations = [] }) =>
        violations.map((one) => `${realm} ${what}: ${one}`),
      ),
    async close() {
      await stage.close();
      await stored.close();
    },
  };
}
