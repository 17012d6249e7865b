import { useEffect, useRef } from 'react';
import type { NotificationsJson } from '#api/schemas.ts';
import { useQuery } from '#web/data/queries.ts';
import { now } from '#web/data/server-clock.ts';
import { toast } from '#web/parts/toasts.tsx';
import { wordsText } from '#web/time/format.ts';
import { useZone } from './who.tsx';

/** Says each notification that comes in while the page is open. What was there at the start is old. */
export function useNewsAloud(): void {
  const { value } = useQuery<NotificationsJson>('/api/notifications');
  const zone = useZone();
  const said = useRef<Set<string> | null>(null);
  useEffect(() => {
    if (!value) return;
    const before = said.current;
    said.current = new Set(value.notifications.map(({ id }) => id));
    if (!before) return;
    for (const { id, words, unread, meetingId } of value.notifications.toReversed()) {
      if (!unread || before.has(id)) continue;
      toast(wordsText(words, zone, now()), { href: `/sessions/${encodeURIComponent(meetingId)}` });
    }
  }, [value, zone]);
}
