/** Booking and carrying out on SQLite and on MongoDB, in one run. */
import { join } from 'node:path';
import mongoose from 'mongoose';
import { connectMongo } from '../src/adapters/mongo/connect-mongo.ts';
import type { Database } from '../src/adapters/sqlite/database.ts';
import type { Figure, Report } from './harness/figure.ts';
import { startMongo } from './harness/mongo-server.ts';
import { takeTurns } from './harness/rounds.ts';
import { createScratchFolder } from './harness/scratch-folder.ts';
import { median, medianRatio } from './harness/statistics.ts';
import { type Timing, timeWork } from './harness/time-work.ts';
import { perSecond, timing } from './harness/words.ts';
import { onOwnConnection, openMongoStores, openSqliteStores } from './world/open-stores.ts';
import { createStudyHall, type StudyHall } from './world/study-hall.ts';

export const name = 'storage';
export const what = 'booking and carry-out on SQLite, and on MongoDB over the wire';

/** Requests of each kind in a round; the notices that they make due are carried out at its end. */
const each = 300;
const skipped = 'skipped: no MongoDB';

interface Round {
  oneByOne: Timing;
  tenAtOnce: Timing;
  /** Notices a second. */
  carriedOut: number;
}

export async function run(): Promise<Report> {
  const folder = createScratchFolder();
  const path = join(folder.path, 'confab.db');
  const server = await startMongo();
  try {
    const sqlite = await openSqliteStores(path);
    const mongo = server && (await openMongoStores(server.uri));
    const onSqlite = await createStudyHall(sqlite);
    const onMongo = mongo && (await createStudyHall(mongo));
    const { ours, theirs } = await takeTurns(
      {
        ours: () => playRound(onSqlite),
        // Where there is none, nobody's numbers.
        theirs: async () => onMongo && (await playRound(onMongo)),
      },
      { rounds: 5 },
    );
    await Promise.all([sqlite.close(), mongo?.close()]);
    const peers = theirs.flatMap((round) => round ?? []);
    return {
      figures: [
        timed('requests, one after another', ours, peers, ({ oneByOne }) => oneByOne),
        timed('requests, 10 at a time', ours, peers, ({ tenAtOnce }) => tenAtOnce),
        carriedOut(ours, peers),
        {
          what: 'size of a meeting with its effects',
          ours: `${Math.round(onOwnConnection(path, fileBytes))} bytes of the file`,
          peer: server ? `${Math.round(await documentBytes(server.uri))} bytes of BSON` : skipped,
          ratio: null,
          goal: null,
        },
      ],
      remarks: server?.standIn
        ? ['the MongoDB is the stand-in of tools/mongo-test-server: see bench/README.md for what that shows.']
        : [],
    };
  } finally {
    await server?.stop();
    folder.remove();
  }
}

async function playRound({ book, carryOut, discord }: StudyHall): Promise<Round> {
  const oneByOne = await timeWork(each, 1, book);
  const tenAtOnce = await timeWork(each, 10, book);
  const toldBefore = discord.told;
  const startedAt = performance.now();
  carryOut.pump();
  await carryOut.idle();
  const seconds = (performance.now() - startedAt) / 1_000;
  const told = discord.told - toldBefore;
  if (told !== 2 * each) throw new Error(`${told} of ${2 * each} mentors were told.`);
  return { oneByOne, tenAtOnce, carriedOut: told / seconds };
}

function timed(what: string, ours: Round[], peers: Round[], pick: (round: Round) => Timing): Figure {
  const [mine, theirs] = [ours.map(pick), peers.map(pick)];
  const rates = (rounds: Timing[]) => rounds.map(({ rate }) => rate);
  return {
    what,
    ours: timing(mine),
    peer: theirs.length > 0 ? timing(theirs) : skipped,
    ratio: theirs.length > 0 ? medianRatio(rates(mine), rates(theirs)) : null,
    goal: null,
  };
}

function carriedOut(ours: Round[], peers: Round[]): Figure {
  const rates = (rounds: Round[]) => rounds.map((round) => round.carriedOut);
  return {
    what: `carry-out of ${2 * each} due notices`,
    ours: perSecond(median(rates(ours))),
    peer: peers.length > 0 ? perSecond(median(rates(peers))) : skipped,
    ratio: peers.length > 0 ? medianRatio(rates(ours), rates(peers)) : null,
    goal: null,
  };
}

/** All pages of the file, indexes and the few people included, shared among the meetings. */
function fileBytes(db: Database): number {
  const row = db.get<{ bytes: number }>(
    `SELECT 1.0 * page_count * page_size / (SELECT count(*) FROM meetings) AS bytes
     FROM pragma_page_count, pragma_page_size`,
  );
  return row?.bytes ?? Number.NaN;
}

/** Of the documents alone: what a server needs for indexes, and saves by compressing, is its own affair. The database is dropped then. */
async function documentBytes(uri: string): Promise<number> {
  const { meetings, connection, close } = await connectMongo(uri);
  const docs = await meetings.find().limit(each).lean();
  await connection.dropDatabase();
  await close();
  return docs.reduce((sum, doc) => sum + mongoose.mongo.BSON.calculateObjectSize(doc), 0) / docs.length;
}
