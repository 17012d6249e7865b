import { describe, expect, it } from 'vitest';
import { type EffectKind, meetingEffect } from '#core/effects/effect.ts';
import type { MeetingId } from '#core/ids.ts';
import { guild, leo, maya, NOW } from '../../builders.ts';

const meeting = { id: 'm' as MeetingId, version: 3 };
const effect = (what: EffectKind, cause?: string) => meetingEffect(meeting, what, NOW, cause);

const all: [EffectKind, string, string][] = [
  [{ sort: 'notice', kind: 'request', to: maya }, 'm:3:request:maya', 'm/maya'],
  [{ sort: 'notice', kind: 'reminder', to: leo, minutes: 10 }, 'm:3:reminder:leo:10', 'm/leo'],
  [{ sort: 'notice', kind: 'reminder', to: leo, minutes: 1_440 }, 'm:3:reminder:leo:1440', 'm/leo'],
  [{ sort: 'sync', kind: 'calendar' }, 'm:3:calendar', 'm/calendar'],
  [{ sort: 'sync', kind: 'announcement', community: guild }, 'm:3:announcement:discord:guild', 'm/discord:guild'],
  [{ sort: 'sync', kind: 'cards', of: maya }, 'm:3:cards:maya', 'm/maya'],
  [{ sort: 'sync', kind: 'home', of: maya }, 'm:3:home:maya', 'm/home/maya'],
  [{ sort: 'clock', kind: 'start' }, 'm:3:start', 'm/clock'],
];

describe('an effect of a meeting', () => {
  it.each(all)('%j is %s, in the lane %s', (what, id, lane) => {
    expect(effect(what)).toEqual({ id, meetingId: 'm', programId: null, version: 3, what, lane, dueAt: NOW });
  });

  it('is the same when it is decided again, and another in another version or for another cause', () => {
    const what: EffectKind = { sort: 'sync', kind: 'calendar' };
    expect(effect(what)).toEqual(effect(what));
    expect(meetingEffect({ ...meeting, version: 4 }, what, NOW).id).not.toBe(effect(what).id);
    expect(effect(what, 'link').id).not.toBe(effect(what).id);
    expect(effect(what, 'link').lane).toBe(effect(what).lane);
  });

  it('shares a lane with the notices to the same person, and with nothing else', () => {
    const lanes = all.map(([what]) => effect(what).lane);
    expect(new Set(lanes).size).toBe(6);
    expect(effect({ sort: 'sync', kind: 'cards', of: maya }).lane).toBe(
      effect({ sort: 'notice', kind: 'accepted', to: maya }).lane,
    );
  });
});
