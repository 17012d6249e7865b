/** What the playground's page does, without a browser: it posts actions and reads the stream of snapshots. */
import { type IncomingMessage, request } from 'node:http';
import type { Action, Seen, Snapshot } from '../../playground/page/contract.ts';
import {
  openPlayground,
  type Playground,
  type PlaygroundOptions,
} from '../../playground/page-server/open-playground.ts';

/** Milliseconds that anything may take that has to happen at all. */
const patience = 12_000;

export interface Onlooker {
  /** The latest snapshot that fits, waited for. */
  until<T>(fits: (snapshot: Snapshot) => T | null | undefined | false, what: string): Promise<T>;
  close(): void;
}

export interface OpenPage extends Playground {
  /** The ids of the people who are there now, by name. */
  readonly ids: Record<string, string>;
  act(action: Action): Promise<Seen>;
  /** Looks on as these two. */
  lookOn(viewers?: { discord?: string; slack?: string }): Promise<Onlooker>;
  ask(path: string, options?: { headers?: Record<string, string>; body?: string }): Promise<Answer>;
}

export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  text: string;
}

export async function openPage(root: string, stage: PlaygroundOptions['stage'] = {}): Promise<OpenPage> {
  const playground = await openPlayground({ root, pauseMs: 0, stage });
  const streams = new Set<Onlooker>();

  async function lookOn(viewers: { discord?: string; slack?: string } = {}): Promise<Onlooker> {
    const aborter = new AbortController();
    const { body } = await fetch(`${playground.url}api/stage?${new URLSearchParams(viewers)}`, {
      signal: aborter.signal,
    });
    let latest: Snapshot | undefined;
    const askers = new Set<() => void>();
    const reading = readEvents(body as ReadableStream<Uint8Array>, (data) => {
      latest = JSON.parse(data) as Snapshot;
      for (const ask of askers) ask();
    });
    reading.catch(() => undefined);
    const onlooker: Onlooker = {
      until: (fits, what) =>
        new Promise((resolve, reject) => {
          const stop = () => {
            clearTimeout(timer);
            askers.delete(ask);
          };
          const ask = () => {
            const found = latest && fits(latest);
            if (found === undefined || found === null || found === false) return;
            stop();
            resolve(found);
          };
          const timer = setTimeout(() => {
            stop();
            reject(new Error(`The page never showed ${what}.`));
          }, patience);
          askers.add(ask);
          ask();
        }),
      close: () => aborter.abort(),
    };
    streams.add(onlooker);
    return onlooker;
  }

  function ask(path: string, { headers = {}, body }: { headers?: Record<string, string>; body?: string } = {}) {
    return new Promise<Answer>((resolve, reject) => {
      const method = body === undefined ? 'GET' : 'POST';
      const sent = request(new URL(path, playground.url), { method, headers, agent: false }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  return {
    url: playground.url,
    get stage() {
      return playground.stage;
    },
    get house() {
      return playground.house;
    },
    get ids() {
      return Object.fromEntries([...playground.house.residents.values()].map(({ person }) => [person.name, person.id]));
    },
    lookOn,
    ask,
    async act(action) {
      const { text } = await ask('/api/act', {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(action),
      });
      return JSON.parse(text) as Seen;
    },
    async close() {
      for (const onlooker of streams) onlooker.close();
      await playground.close();
    },
  };
}

async function readEvents(body: ReadableStream<Uint8Array>, take: (data: string) => void): Promise<void> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) if (event.startsWith('data: ')) take(event.slice('data: '.length));
  }
}
