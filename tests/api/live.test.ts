import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect as dial } from 'node:net';
import pino from 'pino';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Access } from '#core/access/access.ts';
import { createAccess } from '#core/access/create-access.ts';
import type { ChangeFeed } from '#core/changes/change-feed.ts';
import { createInProcessFeed } from '#core/changes/in-process-feed.ts';
import type { News } from '#core/changes/news.ts';
import { type ToldStores, withChanges } from '#core/changes/with-changes.ts';
import type { CommunityId, PersonId, ProgramId } from '#core/ids.ts';
import { defaultSettings } from '#core/programs/program.ts';
import { hour } from '#core/time/clock.ts';
import { createMongoChangeFeed } from '../../src/adapters/mongo/change-feed.ts';
import { createLive, type Live, type LiveOptions } from '../../src/api/live.ts';
import { createDatabase, serverUri } from '../adapters/mongo/mongo-world.ts';
import { aMeeting, anArrival, guild, leo, maya, NOW } from '../builders.ts';
import { createSmallHouse, type SmallHouse } from '../fakes/small-house.ts';

const noor = 'noor' as PersonId;
const sam = 'sam' as PersonId;
const elsewhere = 'discord:elsewhere' as CommunityId;
const program = guild as string as ProgramId;

/** Milliseconds. A second is promised; a machine that does a dozen other things meanwhile may take longer, so what counts is printed. */
const soon = 3_000;

interface Page {
  socket: Socket;
  heard: News[];
}

let house: SmallHouse;
let feed: ChangeFeed;
let stores: ToldStores;
let access: Access;
let server: Server;
let live: Live;
let origin: string;
let closing: (() => unknown)[];
const log: { level: number; msg: string }[] = [];

/** Serves pages over this feed: the process that holds the connections. */
async function serve(options: Partial<LiveOptions> = {}): Promise<void> {
  server = createServer((_request, response) => response.writeHead(404).end('nothing here'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  origin = options.origin ?? `http://127.0.0.1:${port}`;
  live = createLive({
    ...{ server, access, feed, origin },
    programs: house.stores.programs,
    log: pino({ base: null }, { write: (line: string) => log.push(JSON.parse(line)) }),
    ...options,
  });
  closing.push(async () => {
    await live.stop();
    server.close();
  });
}

async function signIn(id: PersonId): Promise<string> {
  const session = await access.openSession(id);
  return session!.secret;
}

/** A page of the dashboard that is opened in a browser with these cookies. */
function open(cookie: string, headers: Record<string, string> = {}): Page {
  const { port } = server.address() as AddressInfo;
  const socket = io(`http://127.0.0.1:${port}`, {
    path: '/api/live',
    transports: ['websocket'],
    reconnectionDelay: 20,
    forceNew: true,
    extraHeaders: { origin, cookie, ...headers },
  });
  const page: Page = { socket, heard: [] };
  socket.on('changed', (news: News) => page.heard.push(news));
  closing.unshift(() => socket.disconnect());
  return page;
}

async function openAs(id: PersonId): Promise<Page> {
  const page = open(`theme=dark; confab_session=${await signIn(id)}; other=1`);
  await vi.waitFor(() => expect(page.socket.connected).toBe(true), { timeout: soon });
  return page;
}

const refusalOf = (socket: Socket) =>
  new Promise<string>((resolve) => socket.once('connect_error', ({ message }) => resolve(message)));

const hears = (page: Page, ...news: News[]) =>
  vi.waitFor(() => expect(page.heard).toEqual(news), { timeout: soon, interval: 5 });

/** What everybody in the guild hears last: whoever has it has everything that was said before. */
async function untilAllHeard(...pages: Page[]): Promise<void> {
  const marks = pages.map(({ heard }) => heard.length);
  await stores.programs.update((await stores.programs.get(program))!);
  for (const [index, { heard }] of pages.entries()) {
    await vi.waitFor(() => expect(heard.slice(marks[index])).toContainEqual({ about: 'program', id: program }), {
      timeout: soon,
    });
  }
}

beforeEach(async () => {
  closing = [];
  log.length = 0;
  house = createSmallHouse();
  closing.push(() => house.db.close());
  feed = createInProcessFeed((error) => {
    throw error;
  });
  stores = withChanges(house.stores, { publish: (change) => feed.publish(change) });
  access = createAccess({ ...stores, clock: house.clock });
  for (const [id, communityId] of [
    [guild, guild],
    [elsewhere, elsewhere],
  ] as const) {
    const community = { id, platform: 'discord', externalId: id, name: communityId } as const;
    await stores.programs.ensureCommunity(community, defaultSettings);
  }
  for (const id of [maya, leo, noor]) await stores.people.arrive(anArrival(id));
  await stores.people.arrive(anArrival(sam, { communityId: elsewhere }));
});
afterEach(async () => {
  for (const close of closing.reverse()) await close();
});

describe('live pages', () => {
  it('hear of a session of their own, and of nobody else’s', async () => {
    await serve();
    const [mayas, leos, noors] = [await openAs(maya), await openAs(leo), await openAs(noor)];
    const meeting = aMeeting();
    expect(await stores.meetings.create(meeting, [])).toEqual({ ok: true });
    await hears(mayas, { about: 'meeting', id: meeting.id });
    await hears(leos, { about: 'meeting', id: meeting.id });
    await untilAllHeard(noors);
    expect(noors.heard).toEqual([{ about: 'program', id: program }]);
  });

  it('hear of themselves without anybody’s id', async () => {
    await serve();
    const [first, second, leos] = [await openAs(maya), await openAs(maya), await openAs(leo)];
    await stores.people.setZone(maya, 'Asia/Tokyo', NOW);
    await hears(first, { about: 'person' });
    await hears(second, { about: 'person' });
    await untilAllHeard(leos);
    expect(leos.heard).toEqual([{ about: 'program', id: program }]);
  });

  it('hear of their programme, and its organisers of how it goes', async () => {
    const before = (await stores.programs.get(program))!;
    await stores.programs.update({ ...before, organizerIds: [noor] });
    await serve();
    const [leos, noors, sams] = [await openAs(leo), await openAs(noor), await openAs(sam)];
    await stores.meetings.create(aMeeting({ learnerId: sam }), []);
    await hears(noors, { about: 'program', id: program });
    expect(leos.heard).toEqual([]);
    await untilAllHeard(leos);
    // Sam is in the session, not in its programme.
    expect(sams.heard.map(({ about }) => about)).toEqual(['meeting']);
  });

  it('hear as organisers from when somebody is named one until they no longer are', async () => {
    await serve();
    const noors = await openAs(noor);
    const name = async (...organizerIds: PersonId[]) =>
      stores.programs.update({ ...(await stores.programs.get(program))!, organizerIds });
    /** Whether Noor hears of a session of others, told apart from the news of the naming by its being repeated. */
    const hearsOfSessions = async () => {
      const heard = noors.heard.length;
      const mark = await openAs(leo);
      await stores.meetings.create(aMeeting({ scheduledAt: NOW + 2 * hour * (heard + 2) }), []);
      await vi.waitFor(() => expect(mark.heard).toHaveLength(1), { timeout: soon });
      mark.socket.disconnect();
      return noors.heard.length > heard;
    };
    expect(await hearsOfSessions()).toBe(false);
    await name(noor);
    await vi.waitFor(async () => expect(await hearsOfSessions()).toBe(true), { timeout: 5_000, interval: 200 });
    await name();
    await vi.waitFor(async () => expect(await hearsOfSessions()).toBe(false), { timeout: 5_000, interval: 200 });
  });

  it('are told of a burst at its begin and at its end', async () => {
    await serve();
    const leos = await openAs(leo);
    const news = { about: 'meeting', id: 'm1' } as const;
    for (let time = 0; time < 100; time += 1) feed.publish({ ...news, personIds: [maya, leo], programId: program });
    await hears(leos, news, news);
    await untilAllHeard(leos);
    expect(leos.heard.filter(({ about }) => about === 'meeting')).toHaveLength(2);
  });

  it('are refused when nobody is signed in', async () => {
    await serve();
    const token = await access.createToken((await stores.people.get(maya))!, {
      ...{ label: 'mine', scope: 'read', expiresAt: null },
    });
    if (!token.ok) throw new Error(token.reason);
    for (const cookie of ['', 'confab_session=', 'confab_session=nonsense', `confab_session=${token.secret}`]) {
      const { socket } = open(cookie);
      expect(await refusalOf(socket)).toBe('signed-out');
      // The library does not try again, and the connection under it is given up.
      expect(socket.active).toBe(false);
      await vi.waitFor(() => expect(socket.io._readyState).toBe('closed'), { timeout: soon });
    }
  });

  it('have one try for each connection', async () => {
    await serve();
    const { port } = server.address() as AddressInfo;
    const wire = new WebSocket(`ws://127.0.0.1:${port}/api/live/?EIO=4&transport=websocket`, { origin });
    const heard: string[] = [];
    wire.on('message', (data) => {
      heard.push(String(data));
      // Socket.IO's own words for "I am here" and "you are refused".
      if (heard.length < 5) wire.send('40');
    });
    await once(wire, 'close');
    expect(heard.filter((line) => line.startsWith('44'))).toEqual(['44{"message":"signed-out"}']);
  });

  it('are refused when they are somebody else’s', async () => {
    await serve();
    const cookie = `confab_session=${await signIn(maya)}`;
    for (const from of ['https://elsewhere.example', `${origin}.example`, 'null', '']) {
      const { socket } = open(cookie, { origin: from });
      await refusalOf(socket);
      expect(socket.connected).toBe(false);
      socket.disconnect();
    }
    expect(log.map(({ msg }) => msg)).toEqual(['A page from elsewhere was refused.']);
  });

  it('cannot come by long polling', async () => {
    await serve();
    const headers = { origin, cookie: `confab_session=${await signIn(maya)}` };
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/api/live/?EIO=4&transport=polling`, { headers });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await fetch(`http://127.0.0.1:${port}/api/livery`)).status).toBe(404);
  });

  it('need the cookie that only HTTPS can set, where the dashboard is served by it', async () => {
    await serve({ origin: 'https://confab.example/' });
    origin = 'https://confab.example';
    const secret = await signIn(maya);
    const right = open(`__Host-confab_session=${secret}`);
    await vi.waitFor(() => expect(right.socket.connected).toBe(true), { timeout: soon });
    const wrong = open(`confab_session=${secret}`);
    expect(await refusalOf(wrong.socket)).toBe('signed-out');
  });

  it('are cut when their session is revoked, and no other page is', async () => {
    await serve();
    const [first, second] = [await openAs(maya), await openAs(maya)];
    const person = (await stores.people.get(maya))!;
    const sessions = await access.sessions(person);
    expect(sessions).toHaveLength(2);
    const ended = vi.fn();
    for (const { socket } of [first, second]) socket.on('disconnect', ended);
    await access.revoke(person, sessions[0]!.id);
    await vi.waitFor(() => expect(ended).toHaveBeenCalledWith('io server disconnect', undefined), { timeout: 1_000 });
    const kept = [first, second].filter(({ socket }) => socket.connected);
    expect(kept).toHaveLength(1);
    await untilAllHeard(...kept);
    expect(ended).toHaveBeenCalledTimes(1);
  });

  it('are cut some time after their session ran out', async () => {
    await serve({ checkEvery: 20 });
    const mayas = await openAs(maya);
    house.clock.at += 31 * 24 * hour;
    await vi.waitFor(() => expect(mayas.socket.connected).toBe(false), { timeout: 2_000 });
    expect(mayas.socket.active).toBe(false);
  });

  it('hear what concerns the person they were linked into, and the programme they came into', async () => {
    await serve();
    const noors = await openAs(noor);
    await stores.people.link(noor, maya, NOW);
    await hears(noors, { about: 'person' });
    const meeting = aMeeting();
    await vi.waitFor(async () => {
      await stores.meetings.create(meeting, []);
      await stores.meetings.update({ ...meeting, revision: (await stores.meetings.get(meeting.id))!.revision + 1 }, []);
      expect(noors.heard).toContainEqual({ about: 'meeting', id: meeting.id });
    });

    const sams = await openAs(sam);
    await stores.people.arrive(anArrival(sam, { now: NOW + hour }));
    await hears(sams, { about: 'person' });
    await vi.waitFor(async () => {
      await stores.programs.update((await stores.programs.get(program))!);
      expect(sams.heard).toContainEqual({ about: 'program', id: program });
    });
  });

  it('stay while nobody can say whether they are signed in, and come in when somebody can', async () => {
    let broken = false;
    const enter: Access['enter'] = (...args) => (broken ? Promise.reject(new Error('away')) : access.enter(...args));
    await serve({ access: { enter }, checkEvery: 20 });
    const mayas = await openAs(maya);
    const secret = await signIn(leo);
    broken = true;
    const leos = open(`confab_session=${secret}`);
    await vi.waitFor(() => expect(log).toHaveLength(1), { timeout: soon });
    expect(mayas.socket.connected).toBe(true);
    broken = false;
    await vi.waitFor(() => expect(leos.socket.connected).toBe(true), { timeout: 10_000 });
    expect(log).toHaveLength(1);
  });

  it('are cut when they talk', async () => {
    await serve();
    const { socket } = await openAs(maya);
    socket.emit('hello');
    await vi.waitFor(() => expect(socket.connected).toBe(false), { timeout: soon });
  });

  it('are no more than a person can look at', async () => {
    await serve();
    const cookie = `confab_session=${await signIn(maya)}`;
    const pages = Array.from({ length: 30 }, () => open(cookie));
    await vi.waitFor(() => expect(pages.every(({ socket }) => socket.connected)).toBe(true), { timeout: soon });
    expect(await refusalOf(open(cookie).socket)).toBe('too-many-pages');
    await openAs(leo);
  });

  it('are listened for only while there are any', async () => {
    let listening = 0;
    const subscribe: ChangeFeed['subscribe'] = (listener) => {
      const end = feed.subscribe(listener);
      listening += 1;
      return () => {
        listening -= 1;
        end();
      };
    };
    await serve({ feed: { subscribe } });
    expect(listening).toBe(0);
    const [one, other] = [await openAs(maya), await openAs(leo)];
    expect(listening).toBe(1);
    one.socket.disconnect();
    other.socket.disconnect();
    await vi.waitFor(() => expect(listening).toBe(0), { timeout: soon });
    await openAs(maya);
    expect(listening).toBe(1);
    await live.stop();
    expect(listening).toBe(0);
  });

  it('do not keep the server from stopping when they hang', async () => {
    await serve();
    const { port } = server.address() as AddressInfo;
    const wire = dial(port, '127.0.0.1');
    closing.unshift(() => wire.destroy());
    wire.write(
      [
        'GET /api/live/?EIO=4&transport=websocket HTTP/1.1',
        ...['Host: here', 'Connection: Upgrade', 'Upgrade: websocket', `Origin: ${origin}`],
        ...['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', '', ''],
      ].join('\r\n'),
    );
    const [answer] = await once(wire, 'data');
    expect(String(answer)).toContain('101 Switching Protocols');
    const begun = performance.now();
    await live.stop();
    await new Promise((resolve) => server.close(resolve));
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('are told properly that the server stops', async () => {
    await serve();
    const { port } = server.address() as AddressInfo;
    const wire = new WebSocket(`ws://127.0.0.1:${port}/api/live/?EIO=4&transport=websocket`, { origin });
    await once(wire, 'message');
    const [[code]] = await Promise.all([once(wire, 'close'), live.stop()]);
    // 1006 is a connection that broke.
    expect(code).not.toBe(1006);
  });

  it('come back after the server stopped', async () => {
    await serve();
    const mayas = await openAs(maya);
    const ended = vi.fn();
    mayas.socket.on('disconnect', ended);
    await live.stop();
    await vi.waitFor(() => expect(ended).toHaveBeenCalled(), { timeout: soon });
    expect(mayas.socket.active).toBe(true);
    await new Promise((resolve) => server.close(resolve));
    const { port } = new URL(origin);
    const next = createServer();
    next.listen(Number(port), '127.0.0.1');
    await once(next, 'listening');
    const again = createLive({
      server: next,
      access,
      feed,
      origin,
      programs: house.stores.programs,
      log: pino({ enabled: false }),
    });
    closing.push(async () => {
      await again.stop();
      next.close();
    });
    await vi.waitFor(() => expect(mayas.socket.connected).toBe(true), { timeout: 10_000 });
  });
});

describe.skipIf(!serverUri)('live pages of two processes on one MongoDB (needs MONGODB_TEST_URI)', () => {
  it('hear within a second what changed in the other one', async () => {
    const { db, close } = await createDatabase();
    closing.push(close);
    const [here, there] = [0, 1].map(() => createMongoChangeFeed(db.changes, pino({ enabled: false })));
    closing.push(() => Promise.all([here!.close(), there!.close()]));
    feed = here!;
    await serve();
    const [leos, noors] = [await openAs(leo), await openAs(noor)];
    const other = withChanges(house.stores, there!);
    const meeting = aMeeting();
    await other.meetings.create(meeting, []);
    const began = performance.now();
    await hears(leos, { about: 'meeting', id: meeting.id });
    process.stdout.write(
      `A page heard what changed in another process after ${Math.round(performance.now() - began)} ms.\n`,
    );
    await other.programs.update((await other.programs.get(program))!);
    await hears(noors, { about: 'program', id: program });
  });
});
