import { createHash } from 'node:crypto';
import type { Effect } from '#core/effects/effect.ts';
import type { EffectId, PersonId } from '#core/ids.ts';
import type { Instant } from '#core/time/clock.ts';

/** To one person about their own Google account. `about` names what happened: the same is told once. */
export function connectionNotice(
  kind: 'google-connected' | 'calendar-lost',
  { about, to, now }: { about: string; to: PersonId; now: Instant },
): Effect {
  const name = createHash('sha256').update(about).digest('hex').slice(0, 16);
  return {
    id: `${kind}:${name}:${to}` as EffectId,
    meetingId: null,
    programId: null,
    version: 0,
    what: { sort: 'notice', kind, to },
    lane: `${kind}/${to}`,
    dueAt: now,
  };
}
