/** Slack's face without a server behind it: what it asks for is kept, and answered as a test says. */
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { Action, Persona, Seen, SlackScreen } from '../../../../playground/page/contract.ts';
import { SlackApp } from '../../../../playground/page/slack/slack-app.tsx';

export interface Scene {
  screen: SlackScreen;
  persona: Persona;
  now: number;
  shown: string;
  unread: Record<string, number>;
}

declare global {
  interface Window {
    stub: {
      asked: Action[];
      /** By what was asked for; fine unless told. */
      answers: Record<string, Seen>;
      /** While it is true nothing is answered. */
      held: boolean;
      change: (change: Partial<Scene>) => void;
    };
  }
}

function Stub() {
  const [scene, setScene] = useState<Scene | null>(null);
  const [ready, setReady] = useState(false);
  useEffect(() => {
    window.stub = {
      asked: [],
      answers: {},
      held: false,
      change: (change) => setScene((before) => ({ ...before, ...change }) as Scene),
    };
    setReady(true);
  }, []);
  const act = async (action: Action): Promise<Seen> => {
    window.stub.asked.push(action);
    while (window.stub.held) await new Promise((resolve) => requestAnimationFrame(resolve));
    return window.stub.answers[action.do] ?? { ok: true, notice: null };
  };
  return (
    <main data-ready={ready}>
      <h1>The playground</h1>
      <h2>Slack</h2>
      <button type="button" id="elsewhere">
        Elsewhere
      </button>
      {scene && <SlackApp {...scene} act={act} onShow={(shown) => setScene({ ...scene, shown })} />}
    </main>
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no place for the page.');
createRoot(root).render(<Stub />);
