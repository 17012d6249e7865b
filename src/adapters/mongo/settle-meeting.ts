import type { Place } from '#core/effects/effect.ts';
import type { Settlement } from '#core/effects/effect-store.ts';
import type { MeetingDocument } from './meeting-document.ts';

/** What settling changes in the meeting itself. The revision rises only when something does, so that nobody who is deciding about the meeting is refused for nothing. */
export function settledFacts(doc: MeetingDocument, { meeting: facts, unreached, now }: Settlement) {
  const link = facts?.meetingLink === undefined ? doc.meetingLink : facts.meetingLink;
  const givenUp = facts?.linkGivenUp ?? doc.linkGivenUp;
  const event = facts?.meetingId === undefined ? doc.meetingId : facts.meetingId;
  const list = doc.unreached ?? [];
  const known = list.some(
    ({ personId, platform }) => personId === unreached?.personId && platform === unreached.platform,
  );
  const added = unreached && !known ? [...list, unreached] : list;
  if (link === doc.meetingLink && givenUp === doc.linkGivenUp && event === doc.meetingId && added === list) return {};
  return {
    meetingLink: link,
    linkGivenUp: givenUp,
    meetingId: event,
    unreached: added,
    revision: (doc.revision ?? 0) + 1,
    updatedAt: new Date(now),
  };
}

/** Adds places, or replaces them by key. */
export function withPlaces(places: readonly Place[], changed: readonly Place[] = []): Place[] {
  const byKey = new Map(places.map((place) => [place.key, place]));
  for (const place of changed) byKey.set(place.key, place);
  return [...byKey.values()];
}
