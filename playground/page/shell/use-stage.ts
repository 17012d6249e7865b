import { useCallback, useEffect, useState } from 'react';
import type { Action, Seen, Snapshot } from '../contract.ts';

/** Whose screens are looked at; null before anybody was chosen. */
export interface Looking {
  discord: string | null;
  slack: string | null;
}

export interface Stage {
  /** Null until the first has arrived. */
  snapshot: Snapshot | null;
  /** By the playground's clock, in whole milliseconds; ticks every second between two snapshots. */
  now: number;
  /** Whether the page hears from the playground. */
  connected: boolean;
  act(action: Action): Promise<Seen>;
}

/** The stage as these personas see it, kept up to date by the server. */
export function useStage({ discord, slack }: Looking): Stage {
  const [heard, setHeard] = useState<{ snapshot: Snapshot; at: number } | null>(null);
  const [connected, setConnected] = useState(false);
  const [, tick] = useState(0);

  useEffect(() => {
    const asked = new URLSearchParams();
    if (discord !== null) asked.set('discord', discord);
    if (slack !== null) asked.set('slack', slack);
    const stream = new EventSource(`/api/stage?${asked}`);
    stream.onmessage = ({ data }: MessageEvent<string>) => {
      setHeard({ snapshot: JSON.parse(data), at: performance.now() });
      setConnected(true);
    };
    // The browser tries again by itself.
    stream.onerror = () => setConnected(false);
    return () => stream.close();
  }, [discord, slack]);

  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, []);

  const act = useCallback(async (action: Action): Promise<Seen> => {
    try {
      const answer = await fetch('/api/act', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(action),
      });
      return (await answer.json()) as Seen;
    } catch {
      return { ok: false, notice: 'The playground does not answer. Is `npm run demo` still running?' };
    }
  }, []);

  const snapshot = heard?.snapshot ?? null;
  const now = heard
    ? Math.round(heard.snapshot.now + (performance.now() - heard.at) * heard.snapshot.speed)
    : Date.now();
  return { snapshot, now, connected, act };
}
