import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { guildCreateWire } from './guild-wire.ts';
import { isObject, type JsonObject, numberAt, textAt } from './json.ts';
import { type Dispatch, Intent, type Platform } from './platform.ts';
import { memberWire, userWire } from './wire.ts';
import type { Application } from './world.ts';

/** Opcodes and close codes: Discord's documentation, "Gateway Opcodes". */
const Op = {
  Dispatch: 0,
  Heartbeat: 1,
  Identify: 2,
  Presence: 3,
  VoiceState: 4,
  Resume: 6,
  Reconnect: 7,
  RequestMembers: 8,
  InvalidSession: 9,
  Hello: 10,
  Ack: 11,
} as const;
const Close = {
  unknownOp: 4001,
  decode: 4002,
  notAuthenticated: 4003,
  authentication: 4004,
  alreadyAuthenticated: 4005,
  rateLimited: 4008,
  version: 4012,
  invalidIntents: 4013,
  disallowedIntents: 4014,
} as const;

const privileged = Intent.GuildMembers | Intent.GuildPresences | Intent.MessageContent;
const everyIntent = (1 << 26) - 1;
const heartbeatMs = 41_250;
/** Dispatches kept for a resume; a client that missed more has to identify again. */
const longestHistory = 1000;
/** A connection may send this much in a minute. */
const sendsAMinute = 120;

interface Session {
  id: string;
  application: Application;
  intents: number;
  /** The number of the last dispatch. */
  sent: number;
  /** Dispatches of this session, for a resume. */
  history: { s: number; frame: string }[];
  socket: WebSocket | null;
  /** Monotonic moment at which the connection went. */
  droppedAt: number;
}

export interface Gateway {
  /** Connections that are identified at the moment. */
  connected(): number;
  dispatch(dispatch: Dispatch): void;
  reachable(application: Application): boolean;
  /** Cuts every connection with a code (4000: resume, please); 0 drops them without a word. `forget` makes a resume fail. */
  drop(code?: number, options?: { forget?: boolean }): void;
  /** Asks every client to reconnect and resume (op 7), as Discord does some times a day. */
  askToReconnect(): void;
  /** Applications with these may use privileged intents. */
  allowPrivilegedIntents(allowed: boolean): void;
  close(): void;
}

export function createGateway(platform: Platform, server: Server): Gateway {
  const { world, journal } = platform;
  const sockets = new WebSocketServer({ noServer: true });
  const sessions = new Map<string, Session>();
  let privilegedAllowed = false;
  let lastIdentify = Number.NEGATIVE_INFINITY;

  server.on('upgrade', (request: IncomingMessage, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (client) =>
      welcome(client, new URL(request.url ?? '/', 'http://stand-in')),
    );
  });

  function welcome(client: WebSocket, url: URL): void {
    let session: Session | null = null;
    let sends: number[] = [];
    client.on('error', () => client.terminate());
    if (
      url.searchParams.get('v') !== '10' ||
      url.searchParams.get('encoding') !== 'json' ||
      url.searchParams.has('compress')
    ) {
      client.close(Close.version, 'Invalid API version');
      return;
    }
    send(client, { op: Op.Hello, d: { heartbeat_interval: heartbeatMs, _trace: [] } });

    client.on('message', (raw) => {
      const now = performance.now();
      sends = [...sends.filter((at) => now - at < 60_000), now];
      if (sends.length > sendsAMinute) return client.close(Close.rateLimited, 'You are being rate limited.');
      const frame = parse(raw.toString());
      if (frame === undefined) return client.close(Close.decode, 'Error while decoding payload.');
      const data = isObject(frame.d) ? frame.d : {};
      switch (frame.op) {
        case Op.Heartbeat:
          return send(client, { op: Op.Ack });
        case Op.Identify:
          if (session !== null) return client.close(Close.alreadyAuthenticated, 'Already authenticated.');
          session = identify(client, data);
          return;
        case Op.Resume:
          if (session !== null) return client.close(Close.alreadyAuthenticated, 'Already authenticated.');
          session = resume(client, data);
          return;
        case Op.RequestMembers:
          if (session === null) return client.close(Close.notAuthenticated, 'Not authenticated.');
          return sendMembers(session, data);
        case Op.Presence:
        case Op.VoiceState:
          if (session === null) client.close(Close.notAuthenticated, 'Not authenticated.');
          return;
        default:
          return client.close(Close.unknownOp, 'Unknown opcode.');
      }
    });
    client.on('close', (code) => {
      if (session === null || session.socket !== client) return;
      session.socket = null;
      session.droppedAt = performance.now();
      // The app said goodbye: nothing to come back to.
      if (code === 1000 || code === 1001) sessions.delete(session.id);
      world.changed();
    });
  }

  function identify(client: WebSocket, data: JsonObject): Session | null {
    const application = byToken(textAt(data, 'token'));
    if (application === undefined) return closed(client, Close.authentication, 'Authentication failed.');
    const intents = numberAt(data, 'intents');
    if (intents === undefined || intents < 0 || (intents & ~everyIntent) !== 0)
      return closed(client, Close.invalidIntents, 'Invalid intent(s).');
    if ((intents & privileged) !== 0 && !privilegedAllowed)
      return closed(client, Close.disallowedIntents, 'Disallowed intent(s).');
    const now = performance.now();
    if (now - lastIdentify < platform.limits.identifyGapMs) {
      send(client, { op: Op.InvalidSession, d: false });
      return null;
    }
    lastIdentify = now;
    const session: Session = {
      id: randomBytes(16).toString('hex'),
      application,
      intents,
      sent: 0,
      history: [],
      socket: client,
      droppedAt: 0,
    };
    sessions.set(session.id, session);
    const guilds = [...world.guilds.values()].filter((guild) => guild.members.has(application.botUserId));
    deliver(session, 'READY', {
      v: 10,
      user: { ...userWire(world.user(application.botUserId)), mfa_enabled: false, verified: true, email: null },
      guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: platform.origin().replace('http', 'ws'),
      session_type: 'normal',
      private_channels: [],
      relationships: [],
      shard: [0, 1],
      application: { id: application.id, flags: 0 },
    });
    if ((intents & Intent.Guilds) !== 0) {
      for (const guild of guilds)
        deliver(session, 'GUILD_CREATE', guildCreateWire(world, guild, application.botUserId));
    }
    world.changed();
    return session;
  }

  function resume(client: WebSocket, data: JsonObject): Session | null {
    if (byToken(textAt(data, 'token')) === undefined)
      return closed(client, Close.authentication, 'Authentication failed.');
    const session = sessions.get(textAt(data, 'session_id'));
    const seen = numberAt(data, 'seq') ?? 0;
    const gone =
      session === undefined ||
      seen > session.sent ||
      seen + session.history.length < session.sent ||
      (session.socket === null && performance.now() - session.droppedAt > platform.limits.resumeMs);
    if (gone) {
      if (session !== undefined) sessions.delete(session.id);
      send(client, { op: Op.InvalidSession, d: false });
      return null;
    }
    session.socket?.terminate();
    session.socket = client;
    for (const { s, frame } of session.history) {
      if (s > seen) client.send(frame);
    }
    deliver(session, 'RESUMED', { _trace: [] });
    world.changed();
    return session;
  }

  function deliver(session: Session, event: string, data: JsonObject): void {
    session.sent += 1;
    const frame = JSON.stringify({ op: Op.Dispatch, t: event, s: session.sent, d: data });
    session.history.push({ s: session.sent, frame });
    if (session.history.length > longestHistory) session.history.shift();
    session.socket?.send(frame);
  }

  /** The answer to op 8, for some ids or a prefix; all members of a guild need the privileged intent. */
  function sendMembers(session: Session, data: JsonObject): void {
    const guild = world.guilds.get(textAt(data, 'guild_id'));
    if (guild === undefined) return;
    const ids = [data.user_ids].flat().filter((id) => typeof id === 'string');
    const query = textAt(data, 'query').toLowerCase();
    const mayAll = (session.intents & Intent.GuildMembers) !== 0;
    const all = [...guild.members.values()].filter((member) => {
      if (ids.length > 0) return ids.includes(member.userId);
      return (query !== '' || mayAll) && world.user(member.userId).username.toLowerCase().startsWith(query);
    });
    const limit = numberAt(data, 'limit') ?? 0;
    deliver(session, 'GUILD_MEMBERS_CHUNK', {
      guild_id: guild.id,
      members: all.slice(0, limit === 0 ? undefined : limit).map((member) => memberWire(world, member)),
      chunk_index: 0,
      chunk_count: 1,
      not_found: ids.filter((id) => !guild.members.has(id)),
      ...(data.nonce === undefined ? {} : { nonce: data.nonce }),
    });
  }

  function byToken(token: string): Application | undefined {
    return [...world.applications.values()].find((application) => application.token === token);
  }

  function expire(): void {
    const now = performance.now();
    for (const session of sessions.values()) {
      if (session.socket === null && now - session.droppedAt > platform.limits.resumeMs) sessions.delete(session.id);
    }
  }

  return {
    connected: () => [...sessions.values()].filter((session) => session.socket !== null).length,
    reachable(application) {
      expire();
      return [...sessions.values()].some((session) => session.application === application);
    },
    dispatch({ event, data, intent, to }) {
      expire();
      const told = [...sessions.values()].filter(
        (session) => to(session.application) && (intent === undefined || (session.intents & intent) !== 0),
      );
      // Every session of the bot gets it: two processes with one token both do.
      for (const session of told)
        deliver(session, event, typeof data === 'function' ? data(session.application) : data);
      const [first] = told;
      if (first === undefined) return;
      journal.add({
        at: world.clock.now(),
        realm: 'discord',
        direction: 'to-app',
        what: event,
        body: typeof data === 'function' ? data(first.application) : data,
      });
    },
    drop(code = 4000, { forget = false } = {}) {
      for (const session of [...sessions.values()]) {
        if (forget) sessions.delete(session.id);
        if (code === 0) session.socket?.terminate();
        else session.socket?.close(code);
      }
    },
    askToReconnect() {
      for (const session of sessions.values()) {
        if (session.socket !== null) send(session.socket, { op: Op.Reconnect, d: null });
      }
    },
    allowPrivilegedIntents(allowed) {
      privilegedAllowed = allowed;
    },
    close() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}

function send(client: WebSocket, frame: JsonObject): void {
  client.send(JSON.stringify({ t: null, s: null, ...frame }));
}

function closed(client: WebSocket, code: number, reason: string): null {
  client.close(code, reason);
  return null;
}

function parse(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
