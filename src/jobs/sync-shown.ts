/** Brings what people see up to date: announcement cards, messages sent earlier, Slack homes. */

import type { Place } from '#core/effects/effect.ts';
import type { EffectStore } from '#core/effects/effect-store.ts';
import type { CommunityId, MeetingId, PersonId } from '#core/ids.ts';
import { sideOf } from '#core/meetings/meeting.ts';
import { announcement, meetingCard } from '#core/messages/meeting-words.ts';
import type { Message } from '#core/messages/message.ts';
import { DeliveryError, type HomePages, type Messenger } from '#core/messages/messenger.ts';
import type { PeopleStore } from '#core/people/people-store.ts';
import type { Person, Platform } from '#core/people/person.ts';
import { done, dropped, failed, later, type Result, type Work } from './outcome.ts';
import { fingerprint, whyNotSend } from './say-notice.ts';

export interface ShownPorts {
  effects: EffectStore;
  people: PeopleStore;
  messengers: ReadonlyMap<Platform, Messenger>;
  homePages: HomePages | null;
  home(person: Person): Promise<Message>;
}

/** The card in a community's announcement channel: posted once, edited from then on. */
export async function syncAnnouncement(work: Work, communityId: CommunityId, ports: ShownPorts): Promise<Result> {
  const { view } = work;
  if (!view) return dropped('the session is gone');
  const { meeting, program } = view;
  const community = program.communities.find((candidate) => candidate.id === communityId);
  const messenger = community && ports.messengers.get(community.platform);
  const message = announcement(view);
  if (!messenger || !community.announcementChannelId || !message) return dropped('nothing is announced there');
  const key = `announcement:${communityId}`;
  const place = (await ports.effects.placesOf(meeting.id)).find((candidate) => candidate.key === key);
  const shown = fingerprint(message);
  if (place?.shown === shown) return done;
  return delivering(work, async () => {
    if (place) {
      await messenger.edit(place.ref, message, { zone: null });
      return { ...done, places: [{ ...place, shown }] };
    }
    const live = meeting.status === 'scheduled' || meeting.status === 'in-progress';
    // It may stand there all the same, on no record: a process died between the post and its outcome. Discord gives it back.
    const maybeThere = work.claim.unanswered > 0 && community.platform === 'discord';
    if (!live && !maybeThere) return dropped('it was never announced');
    const whyNot = await whyNotSend(messenger, work, ports.effects);
    if (whyNot) return whyNot;
    if (community.platform === 'discord' && !(await ports.effects.sending(work.claim)))
      return dropped('somebody else has taken it over');
    const ref = await messenger.post(community, community.announcementChannelId ?? '', message, {
      key: `${meeting.id}:${key}`,
      zone: null,
    });
    return { ...done, places: [{ key, personId: null, ref, notice: null, shown }] };
  });
}

/** Whether the person was sent any message about the meeting. */
export async function hasCards(
  meetingId: MeetingId,
  personId: PersonId,
  { effects }: Pick<ShownPorts, 'effects'>,
): Promise<boolean> {
  return (await effects.placesOf(meetingId)).some((place) => place.personId === personId);
}

/** The messages that a person was sent about the meeting. */
export async function syncCards(work: Work, personId: PersonId, ports: ShownPorts): Promise<Result> {
  const { view } = work;
  if (!view) return dropped('the session is gone');
  const side = sideOf(view.meeting, [personId]);
  if (side === null) return dropped('the person is no longer part of the session');
  const reader = side === 'mentor' ? view.mentor : view.learner;
  const places = (await ports.effects.placesOf(view.meeting.id)).filter((place) => place.personId === personId);
  const edited: Place[] = [];
  for (const place of places) {
    const messenger = ports.messengers.get(place.ref.platform);
    const message = meetingCard(view, side, place.notice);
    const shown = fingerprint(message);
    if (!messenger || place.shown === shown) continue;
    const result = await delivering(work, async () => {
      await messenger.edit(place.ref, message, { zone: reader.zone });
      return done;
    });
    if (result.outcome.state === 'retry') return { ...result, places: edited };
    edited.push({ ...place, shown });
  }
  return { ...done, places: edited };
}

export async function syncHome(work: Work, personId: PersonId, ports: ShownPorts): Promise<Result> {
  const { homePages } = ports;
  const person = await ports.people.get(personId);
  if (!homePages || !person) return dropped('there is no home to show it in');
  for (const account of person.accounts) {
    if (account.platform !== homePages.platform) continue;
    const result = await delivering(work, async () => {
      await homePages.show(account, () => ports.home(person), { zone: person.zone });
      return done;
    });
    if (result.outcome.state !== 'done') return result;
  }
  return done;
}

/** What is shown is a convenience: a message that is gone is not mourned, anything that may pass is tried again. */
async function delivering(work: Work, deliver: () => Promise<Result>): Promise<Result> {
  try {
    return await deliver();
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    if (error.code === 'gone' || error.code === 'closed') return dropped(error.message);
    if (error.code === 'refused') return failed(error.message);
    return later(work, error.message, { retryAfter: error.retryAfter, doubtful: error.code === 'unknown' });
  }
}
