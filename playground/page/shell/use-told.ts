import { useState } from 'react';
import type { Action, Seen } from '../contract.ts';

export interface Told {
  /** What was said of what was done last, for the panel that it was done in. */
  said: string;
  /** Where nothing was said of it, it is `done`. The result is whether it was done. */
  tell(action: Action, done?: string): Promise<boolean>;
}

export function useTold(act: (action: Action) => Promise<Seen>): Told {
  const [said, setSaid] = useState('');
  return {
    said,
    async tell(action, done = '') {
      setSaid('');
      const { ok, notice } = await act(action);
      setSaid(notice ?? (ok ? done : 'That did not work.'));
      return ok;
    },
  };
}
