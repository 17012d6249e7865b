/**
 * Tells open pages that what they show has changed. For the dashboard:
 * - `io({ path: '/api/live', transports: ['websocket'] })`, in a browser that has the session's cookie. Nothing is ever sent to us.
 * - `connect`, the first time and each time after: ask for everything again that is shown. What was missed is not repeated.
 * - `changed`, with `News`: ask again for what it is about. A session comes with the notifications and free times of its two people.
 * - `connect_error` with the message `signed-out`, or `disconnect` with the reason `io server disconnect`: nobody is signed in any more. The page asks
 *   for `/api/me` and goes by the answer; the library does not try again by itself. After every other end of a connection it does.
 *
 * WebSockets only. Browsers say on each of them where the page is from, which they leave out on the same-origin GETs of long polling; and a poll that
 * the next process got would be refused, so that several processes would need a proxy that knows whom it sent where.
 */
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Socket as Wire } from 'node:net';
import type { Logger } from 'pino';
import { type DefaultEventsMap, Server, type Socket } from 'socket.io';
import type { Access } from '#core/access/access.ts';
import type { Change, ChangeFeed } from '#core/changes/change-feed.ts';
import {
  type Announcement,
  type Audience,
  announcementsOf,
  audiencesOf,
  type News,
  unsettledBy,
} from '#core/changes/news.ts';
import type { ProgramStore } from '#core/programs/program-store.ts';
import { programsOf } from '#core/queries/programs-of.ts';
import { minute, second } from '#core/time/clock.ts';
import { createBursts } from './bursts.ts';
import { createFewAtOnce } from './few-at-once.ts';
import { securityHeaders } from './security-headers.ts';
import { createSessionCookie } from './session-cookie.ts';

export interface Live {
  /** Ends every connection, so that the server under it can close. The pages come back to whoever serves them next. */
  stop(): Promise<void>;
}

export interface LiveOptions {
  /** Must have its other listeners already. */
  server: HttpServer;
  access: Pick<Access, 'enter'>;
  feed: Pick<ChangeFeed, 'subscribe'>;
  programs: ProgramStore;
  /** Where our pages are from: PUBLIC_URL. */
  origin: string;
  log: Logger;
  /** Milliseconds after which it is asked again whether a session still holds, though nobody said that it ended. */
  checkEvery?: number;
}

interface SocketData {
  audiences: readonly Audience[];
  /** `rights` as it was before they were asked for. */
  askedAt: number;
  /** Counts how often they were asked for, so that the last answer is the one that stays. */
  asked: number;
}
type LiveSocket = Socket<DefaultEventsMap, { changed(news: News): void }, DefaultEventsMap, SocketData>;

/** Milliseconds between two announcements of one thing. */
const pause = 100;
/** Sessions asked about at one time, where a change concerns many. */
const atOnce = 8;
/** Pages that one person may have open. */
const mostPages = 30;
/** Nobody has anything to say to us. */
const largestMessage = 1_000;
/** Milliseconds for a page to say who it is, and at the end to hang up. */
const patience = { greeting: 10 * second, farewell: second };

export function createLive(options: LiveOptions): Live {
  const { access, feed, programs, log, checkEvery = 5 * minute } = options;
  const { origin } = new URL(options.origin);
  const cookie = createSessionCookie(origin);
  const io = new Server<DefaultEventsMap, { changed(news: News): void }, DefaultEventsMap, SocketData>(options.server, {
    path: '/api/live',
    serveClient: false,
    transports: ['websocket'],
    allowRequest: (request, answer) => answer(null, !stopped && isOurs(request)),
    maxHttpBufferSize: largestMessage,
    connectTimeout: patience.greeting,
  });
  // It answers before the server's own listeners are asked.
  io.engine.use(securityHeaders(new URL(origin).protocol === 'https:'));
  const pages = io.of('/');
  const bursts = createBursts(pause, say);
  const checkSoon = createFewAtOnce(atOnce, check);
  const wires = new Set<Wire>();
  let unsubscribe: (() => void) | null = null;
  let stopped = false;
  /** Counts the changes of what people may hear. */
  let rights = 0;
  let away = false;
  let saidStrange = false;

  function isOurs({ headers }: IncomingMessage): boolean {
    if (headers.origin === origin) return true;
    // Once, since anybody can cause it: whoever opens the dashboard at another address than it was given wonders why it is not live.
    if (!saidStrange) log.warn({ from: headers.origin?.slice(0, 200), origin }, 'A page from elsewhere was refused.');
    saidStrange = true;
    return false;
  }

  /** What the person behind the page belongs to; null when nobody is signed in. */
  async function ask(socket: LiveSocket): Promise<Audience[] | null> {
    const secret = cookie.read(socket.request);
    try {
      const caller = secret === null ? null : await access.enter(secret, 'session');
      const audiences = caller && audiencesOf(caller, await programsOf({ programs }, caller.person));
      away = false;
      return audiences;
    } catch (error) {
      if (!away) log.warn({ err: error }, 'Whether pages are signed in cannot be asked. It is asked again.');
      away = true;
      throw error;
    }
  }

  const here = (audiences: readonly Audience[]) => audiences.filter((audience) => pages.adapter.rooms.has(audience));

  function say({ news, audiences }: Announcement): void {
    const rooms = here(audiences);
    if (rooms.length > 0) io.to(rooms).emit('changed', news);
  }

  function tell(change: Change): void {
    const announcements = announcementsOf(change);
    for (const announcement of announcements)
      if (here(announcement.audiences).length > 0) bursts.announce(announcement);
    const unsettled = unsettledBy(change);
    if (unsettled.length === 0) return;
    rights += 1;
    const ids = unsettled.flatMap((audience) => [...(pages.adapter.rooms.get(audience) ?? [])]);
    checkSoon(ids.flatMap((id) => pages.sockets.get(id) ?? []));
  }

  /** Never rejects: who cannot be asked about stays until they can be. */
  async function check(socket: LiveSocket): Promise<void> {
    socket.data.asked += 1;
    const { asked } = socket.data;
    const audiences = await ask(socket).catch(() => undefined);
    if (!socket.connected || audiences === undefined || asked !== socket.data.asked) return;
    if (audiences === null) socket.disconnect(true);
    else place(socket, audiences);
  }

  io.engine.on('connection', ({ request: { socket: wire } }: { request: IncomingMessage }) => {
    if (wire.destroyed) return;
    wires.add(wire);
    wire.once('close', () => {
      wires.delete(wire);
      // Who has nobody to tell need not listen.
      if (wires.size === 0) hearNothing();
    });
    unsubscribe ??= feed.subscribe(tell);
  });

  function hearNothing(): void {
    unsubscribe?.();
    unsubscribe = null;
  }

  io.use(async (socket, next) => {
    const askedAt = rights;
    const audiences = await ask(socket).catch(() => undefined);
    // Left without an answer, the page tries again by itself.
    if (audiences === undefined) return socket.conn.close();
    const refusal = audiences === null ? 'signed-out' : hasTooMany(audiences) ? 'too-many-pages' : null;
    if (audiences && !refusal) {
      socket.data = { audiences, askedAt, asked: 0 };
      return next();
    }
    next(new Error(refusal ?? ''));
    // One try for each connection. The refusal is written on the next tick, and so before this.
    setImmediate(() => socket.conn.close());
  });

  const hasTooMany = ([person]: readonly Audience[]): boolean =>
    person !== undefined && (pages.adapter.rooms.get(person)?.size ?? 0) >= mostPages;

  io.on('connection', (socket) => {
    place(socket, socket.data.audiences);
    // Whatever was heard while it came in was not heard by it.
    if (socket.data.askedAt !== rights) checkSoon([socket]);
    socket.onAny(() => socket.disconnect(true));
  });

  const timer = setInterval(() => checkSoon(pages.sockets.values()), checkEvery);
  timer.unref();

  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      hearNothing();
      bursts.stop();
      // Not `io.close()`, which closes the server too; nor `disconnectSockets()`, after which pages do not come back.
      io.engine.close();
      const hungUp = [...wires].map((wire) => new Promise((resolve) => wire.once('close', resolve)));
      const giveUp = setTimeout(() => {
        for (const wire of wires) wire.destroy();
      }, patience.farewell);
      await Promise.all(hungUp);
      clearTimeout(giveUp);
    },
  };
}

function place(socket: LiveSocket, audiences: readonly Audience[]): void {
  const wanted = new Set<string>([socket.id, ...audiences]);
  for (const room of [...socket.rooms]) if (!wanted.has(room)) socket.leave(room);
  socket.join([...wanted]);
}
