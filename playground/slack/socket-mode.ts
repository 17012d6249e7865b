import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Fields, isFields } from './fields.ts';
import type { World } from './world.ts';

/** Ten connections for each app (docs.slack.dev/apis/events-api/using-socket-mode). */
const MAX_SOCKETS = 10;
/** The client gives up a connection that has not been pinged for 30 seconds. */
const PING_EVERY_MS = 10_000;

export interface SocketMode {
  /** A WebSocket address for one connection. */
  openConnection(appId: string): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /**
   * Sends an envelope over one of the app's connections, in turn, and waits for its acknowledgement.
   *
   * @returns the payload of the acknowledgement, or undefined where none came in time
   * @throws if the app has no connection
   */
  send(appId: string, envelope: Fields, timeoutMs: number): Promise<{ payload: unknown } | undefined>;
  isConnected(appId: string): boolean;
  /** Asks the app to reconnect, as Slack does a few times a day. */
  refresh(appId: string, reason: 'warning' | 'refresh_requested' | 'link_disabled'): void;
  /** Cuts the connections without a word. */
  drop(appId: string): void;
  /** Shows the app that its connections live, unasked: by its clock, which may have been moved, the last sign of that is long past. */
  pong(appId: string): void;
  close(): void;
}

function messageIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function createSocketMode(world: World): SocketMode {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Map<string, string>();
  const waiting = new Map<string, (payload: unknown) => void>();
  let turn = 0;

  const pinging = setInterval(() => {
    for (const socket of server.clients) socket.ping('Ping from Slack');
  }, PING_EVERY_MS);
  pinging.unref();

  function socketsOf(appId: string): WebSocket[] {
    return (world.sockets.get(appId) ?? []).filter((socket) => socket.readyState === socket.OPEN);
  }

  function record(direction: 'from-app' | 'to-app', what: string, body: unknown): void {
    world.journal.add({ at: world.clock.now(), realm: 'slack', direction, what, body });
  }

  function tell(socket: WebSocket, message: Fields): void {
    record('to-app', `socket ${String(message.type)}`, message);
    socket.send(JSON.stringify(message));
  }

  function accept(socket: WebSocket, appId: string): void {
    const open = socketsOf(appId);
    if (open.length >= MAX_SOCKETS) {
      tell(socket, { type: 'disconnect', reason: 'too_many_websockets', debug_info: { host: 'stand-in' } });
      socket.close();
      return;
    }
    world.sockets.set(appId, [...open, socket]);
    socket.on('message', (data) => {
      const message = messageIn(String(data));
      if (!isFields(message)) {
        record('from-app', 'warning: socket message that is no JSON object', String(data));
        return;
      }
      waiting.get(String(message.envelope_id))?.(message.payload);
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      world.sockets.set(
        appId,
        socketsOf(appId).filter((other) => other !== socket),
      );
      world.show();
    });
    tell(socket, {
      type: 'hello',
      num_connections: open.length + 1,
      debug_info: { host: 'stand-in', build_number: 1, approximate_connection_time: 18_060 },
      connection_info: { app_id: appId },
    });
    world.show();
  }

  return {
    openConnection(appId) {
      const ticket = world.ids.hex(32);
      tickets.set(ticket, appId);
      return `${world.origin.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${appId}`;
    },

    upgrade(request, socket, head) {
      const ticket = new URL(request.url ?? '/', 'http://slack').searchParams.get('ticket') ?? '';
      const appId = tickets.get(ticket);
      // A ticket opens one connection.
      tickets.delete(ticket);
      if (!appId) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, (opened) => accept(opened, appId));
    },

    send(appId, envelope, timeoutMs) {
      const sockets = socketsOf(appId);
      turn += 1;
      const socket = sockets[turn % sockets.length];
      if (!socket) throw new Error(`App ${appId} has no Socket Mode connection.`);
      const id = String(envelope.envelope_id);
      return new Promise((resolve) => {
        const finish = (answer: { payload: unknown } | undefined) => {
          clearTimeout(timer);
          waiting.delete(id);
          world.closing.signal.removeEventListener('abort', onClose);
          resolve(answer);
        };
        const onClose = () => finish(undefined);
        const timer = setTimeout(onClose, timeoutMs);
        world.closing.signal.addEventListener('abort', onClose);
        waiting.set(id, (payload) => finish({ payload }));
        socket.send(JSON.stringify(envelope));
      });
    },

    isConnected: (appId) => socketsOf(appId).length > 0,

    refresh(appId, reason) {
      for (const socket of socketsOf(appId))
        tell(socket, { type: 'disconnect', reason, debug_info: { host: 'stand-in' } });
    },

    drop(appId) {
      for (const socket of socketsOf(appId)) socket.terminate();
    },

    pong(appId) {
      for (const socket of socketsOf(appId)) socket.pong();
    },

    close() {
      clearInterval(pinging);
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}
