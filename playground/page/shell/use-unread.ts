import { useEffect, useRef } from 'react';
import type { DiscordScreen, Persona, SlackScreen } from '../contract.ts';

interface Marks {
  /** Of those who are not looked at: by persona. */
  ofPersona(persona: Persona): number;
  /** In the rooms of the person who is looked at: by room. */
  ofRooms: Record<string, number>;
}

type Screen = DiscordScreen | SlackScreen;

const writtenAt = (message: Screen['rooms'][number]['messages'][number]): number =>
  'ts' in message ? Number(message.ts) * 1_000 : message.createdAt;
const writer = (message: Screen['rooms'][number]['messages'][number]): string =>
  'ts' in message ? message.userId : message.authorId;

/** What came while nobody looked. What was there when the page was opened counts as read. */
export function useUnread(personas: readonly Persona[], screen: Screen | null, shown: string, now: number): Marks {
  const seenBefore = useRef(new Map<string, number>());
  const readUntil = useRef(new Map<string, number>());
  const active = screen?.persona;

  for (const { id, seen } of personas) {
    if (!seenBefore.current.has(id)) seenBefore.current.set(id, seen);
    if (!readUntil.current.has(id)) readUntil.current.set(id, now);
  }
  const ofRooms: Record<string, number> = {};
  if (screen) {
    for (const { id, messages } of screen.rooms) {
      const since = readUntil.current.get(`${screen.persona} ${id}`) ?? readUntil.current.get(screen.persona) ?? now;
      const fresh = messages.filter((message) => writtenAt(message) > since && writer(message) !== screen.persona);
      if (fresh.length > 0 && id !== shown) ofRooms[id] = fresh.length;
    }
  }

  useEffect(() => {
    if (!active) return;
    const count = personas.find(({ id }) => id === active)?.seen;
    if (count !== undefined) seenBefore.current.set(active, count);
    readUntil.current.set(`${active} ${shown}`, now);
  });

  return {
    ofPersona: ({ id, seen }) =>
      id === active
        ? Object.values(ofRooms).reduce((sum, one) => sum + one, 0)
        : Math.max(0, seen - (seenBefore.current.get(id) ?? seen)),
    ofRooms,
  };
}
