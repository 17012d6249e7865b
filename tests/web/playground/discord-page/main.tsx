/** Discord's face with nothing behind it: the test says what is shown, and answers what is done. */
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { Action, Seen } from '../../../../playground/page/contract.ts';
import { DiscordApp } from '../../../../playground/page/discord/discord-app.tsx';
import { now, type Shown, sam, screen } from '../discord-screen.ts';

declare global {
  interface Window {
    playground: {
      acted: Action[];
      show: (change: Partial<Shown>) => void;
      /** What the next acts are answered with; `wait` until `answer` is called. */
      next: Seen | 'wait';
      answer: (seen: Seen) => void;
    };
  }
}

let waiting: ((seen: Seen) => void)[] = [];

function Page() {
  const [shown, setShown] = useState<Shown>({ screen, persona: sam, now, room: '11', unread: { '12': 1, dm: 2 } });
  window.playground ??= {
    acted: [],
    show: (change) => setShown((before) => ({ ...before, ...change })),
    next: { ok: true, notice: null },
    answer(seen) {
      for (const resolve of waiting) resolve(seen);
      waiting = [];
    },
  };
  const act = (action: Action): Promise<Seen> => {
    window.playground.acted.push(action);
    const { next } = window.playground;
    if (next !== 'wait') return Promise.resolve(next);
    return new Promise((resolve) => waiting.push(resolve));
  };
  return (
    <main>
      <h1 style={{ position: 'absolute', clipPath: 'inset(50%)' }}>Playground</h1>
      <h2 style={{ position: 'absolute', clipPath: 'inset(50%)' }}>Discord</h2>
      <DiscordApp
        screen={shown.screen}
        persona={shown.persona}
        now={shown.now}
        act={act}
        shown={shown.room}
        onShow={(room) => setShown((before) => ({ ...before, room }))}
        unread={shown.unread}
      />
    </main>
  );
}

const root = document.getElementById('root');
if (root) createRoot(root).render(<Page />);
