import { useRef, useState } from 'react';
import type { Action, Seen } from '../contract.ts';
import { useSlack } from './slack-context.ts';

export interface Acting {
  /** What is under way, by the names it was begun with. */
  underWay: ReadonlySet<string>;
  /** What Slack said of the last that went wrong. */
  notice: string | null;
  dismiss: () => void;
  /** Does it, unless the same is under way and this is not said to go out again: then null. */
  run: (name: string, action: Action, again?: boolean) => Promise<Seen | null>;
}

const unreachable: Seen = { ok: false, notice: 'We had some trouble connecting. Try again?' };

/** Does what a person asks for, and knows what is under way and what went wrong. */
export function useActing(): Acting {
  const { act } = useSlack();
  const running = useRef<string[]>([]);
  const [underWay, setUnderWay] = useState<ReadonlySet<string>>(new Set());
  const [notice, setNotice] = useState<string | null>(null);
  return {
    underWay,
    notice,
    dismiss: () => setNotice(null),
    async run(name, action, again = false) {
      if (!again && running.current.includes(name)) return null;
      running.current.push(name);
      setUnderWay(new Set(running.current));
      setNotice(null);
      const seen = await act(action).catch(() => unreachable);
      running.current.splice(running.current.indexOf(name), 1);
      setUnderWay(new Set(running.current));
      setNotice(seen.notice);
      return seen;
    },
  };
}
