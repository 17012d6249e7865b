import type { GoogleAccount } from './accounts.ts';
import { invalid } from './google-error.ts';
import { isJsonObject, type JsonObject } from './google-request.ts';

export type AccessType = 'OPEN' | 'TRUSTED' | 'RESTRICTED';

/** A Meet room. */
export interface Space {
  /** `spaces/jQCFfuBOdN5z`: what the Meet API calls it. */
  name: string;
  /** `aaa-bbbb-ccc` */
  meetingCode: string;
  meetingUri: string;
  owner: GoogleAccount;
  accessType: AccessType;
  entryPointAccess: 'ALL' | 'CREATOR_APP_ONLY';
  /** E-mail addresses of those on the event at this moment. */
  invited: () => readonly string[];
}

/** A request for a room as it hangs on an event. */
export interface Conference {
  requestId: string;
  status: 'pending' | 'success' | 'failure';
  space?: Space;
}

/** How the next requests for a room go. Pending without `ms` waits for `settle`. */
export type ConferenceMode =
  | { mode: 'success' }
  | { mode: 'pending'; ms?: number }
  | { mode: 'failure' }
  | { mode: 'refused' };

export interface RoomRequest {
  owner: GoogleAccount;
  requestId: string;
  invited: () => readonly string[];
  /** Called when a pending request is decided. */
  onSettled: () => void;
}

export type Conferences = ReturnType<typeof createConferences>;

/** Makes Meet rooms for events, at once or after a while, as the playground is told. */
export function createConferences() {
  const spaces: Space[] = [];
  const waiting = new Map<Conference, { request: RoomRequest; timer?: NodeJS.Timeout }>();
  let mode: ConferenceMode = { mode: 'success' };

  function openRoom({ owner, invited }: RoomRequest): Space {
    const number = spaces.length;
    const meetingCode = codeFor(number);
    const space: Space = {
      name: `spaces/jQ${number.toString(36).padStart(4, '0')}uBOdN5`,
      meetingCode,
      meetingUri: `https://meet.google.com/${meetingCode}`,
      owner,
      accessType: owner.meetAccess,
      entryPointAccess: 'ALL',
      invited,
    };
    spaces.push(space);
    return space;
  }

  function settle(conference: Conference, outcome: 'success' | 'failure'): void {
    const found = waiting.get(conference);
    if (found === undefined) return;
    clearTimeout(found.timer);
    waiting.delete(conference);
    conference.status = outcome;
    if (outcome === 'success') conference.space = openRoom(found.request);
    found.request.onSettled();
  }

  return {
    setMode(next: ConferenceMode): void {
      mode = next;
    },

    /** Throws the 400 that refuses the whole event where this account may not make rooms. */
    request(request: RoomRequest): Conference {
      if (mode.mode === 'refused' || !request.owner.meetAllowed) throw invalidConferenceType();
      const { requestId } = request;
      if (mode.mode === 'failure') return { requestId, status: 'failure' };
      if (mode.mode === 'success') return { requestId, status: 'success', space: openRoom(request) };
      const conference: Conference = { requestId, status: 'pending' };
      const timer = mode.ms === undefined ? undefined : setTimeout(() => settle(conference, 'success'), mode.ms);
      waiting.set(conference, { request, ...(timer === undefined ? {} : { timer }) });
      return conference;
    },

    /** Decides every pending request now. */
    settleAll(outcome: 'success' | 'failure'): void {
      for (const conference of [...waiting.keys()]) settle(conference, outcome);
    },

    /** By `spaces/...` name, bare id, meeting code or link. */
    find(reference: string): Space | undefined {
      const last = reference.replace(/\?.*$/, '').split('/').at(-1);
      return spaces.find(({ name, meetingCode }) => name === `spaces/${last}` || meetingCode === last);
    },

    close(): void {
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}

const invalidConferenceType = () => invalid('Invalid conference type value.');

/** What a request body wants with the event's room. */
export type ConferenceWish =
  | { kind: 'leave' }
  | { kind: 'detach' }
  | { kind: 'nothing-usable' }
  | { kind: 'create'; requestId: string };

/** With version 0 the body's conferenceData is dropped without a word. Throws 400 for what only Google may write. */
export function readConferenceWish(body: JsonObject, version: 0 | 1): ConferenceWish {
  if (version === 0 || !('conferenceData' in body)) return { kind: 'leave' };
  const data = body.conferenceData;
  if (data === null) return { kind: 'detach' };
  if (!isJsonObject(data)) throw invalid('Invalid conference data.');
  const readOnly = ['entryPoints', 'conferenceSolution', 'conferenceId', 'signature'].filter((key) => key in data);
  if (readOnly.length > 0) throw invalid('Invalid conference data.');
  const create = data.createRequest;
  if (create === undefined) return { kind: 'nothing-usable' };
  if (!isJsonObject(create)) throw invalid('Invalid conference data.');
  const key = create.conferenceSolutionKey;
  // Google makes no room and says nothing where the solution is not named.
  if (!isJsonObject(key)) return { kind: 'nothing-usable' };
  if (key.type !== 'hangoutsMeet') throw invalidConferenceType();
  if (typeof create.requestId !== 'string' || create.requestId === '') throw invalid('Missing conference request id.');
  return { kind: 'create', requestId: create.requestId };
}

/** The `conferenceData` of an answer; a failed request has neither entry points nor a solution. */
export function conferenceResource({ requestId, status, space }: Conference): JsonObject {
  const createRequest = {
    requestId,
    conferenceSolutionKey: { type: 'hangoutsMeet' },
    status: { statusCode: status },
  };
  if (space === undefined) return { createRequest };
  return {
    createRequest,
    entryPoints: [
      { entryPointType: 'video', uri: space.meetingUri, label: space.meetingUri.replace('https://', '') },
      { entryPointType: 'more', uri: `https://tel.meet/${space.meetingCode}`, pin: '1234567890123' },
    ],
    conferenceSolution: {
      key: { type: 'hangoutsMeet' },
      name: 'Google Meet',
      iconUri:
        'https://fonts.gstatic.com/s/i/productlogos/meet_2020q4/v6/web-512dp/logo_meet_2020q4_color_2x_web_512dp.png',
    },
    conferenceId: space.meetingCode,
  };
}

const CODES = 26n ** 10n;
/** Has no factor in common with 26, so that every room gets a code of its own. */
const STRIDE = 61_803_398_874_989n;

/** Looks like one of Google's: `aaa-bbbb-ccc`. */
function codeFor(number: number): string {
  let left = (BigInt(number + 1) * STRIDE) % CODES;
  let letters = '';
  for (let place = 0; place < 10; place += 1) {
    letters += String.fromCharCode(97 + Number(left % 26n));
    left /= 26n;
  }
  return `${letters.slice(0, 3)}-${letters.slice(3, 7)}-${letters.slice(7)}`;
}
