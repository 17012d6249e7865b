/** Who is signed in, for every part of the page. */
import { createContext, useContext } from 'react';
import type { MeJson } from '#api/schemas.ts';
import { browserZone } from '#web/time/locale.ts';

export const Who = createContext<MeJson | null>(null);

export function useMe(): MeJson {
  const me = useContext(Who);
  if (!me) throw new Error('This part is shown only to somebody who is signed in.');
  return me;
}

/** The zone in which this reader reads times: the one they said, and their browser's until then, and while nobody is signed in. */
export function useZone(): string {
  return useContext(Who)?.zone ?? browserZone;
}
