/** Everything that can be the matter, in one place. Programs decide by these names, so a name that was released stays, and means what it meant. */
import type { Refusal } from '#core/meetings/decision.ts';

interface KindOfProblem {
  /** HTTP's. */
  status: number;
  /** The same for every problem of this kind. */
  title: string;
}

export const problemKinds = {
  invalid: { status: 400, title: 'The request is not as it should be' },
  'signed-out': { status: 401, title: 'Nobody is signed in' },
  'read-only': { status: 403, title: 'The token may only read' },
  'session-only': { status: 403, title: 'Only somebody who is signed in can do that' },
  'cross-site': { status: 403, title: 'The request came from another site' },
  'not-for-you': { status: 403, title: 'That is up to the other person' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'The address does not know this method' },
  'wrong-status': { status: 409, title: 'The session is past that' },
  'slot-taken': { status: 409, title: 'The time is taken' },
  'limit-reached': { status: 409, title: 'There can be no more of these' },
  'mentor-busy': { status: 409, title: 'The mentor is busy then' },
  'link-unknown': { status: 410, title: 'The link does not work any more' },
  changed: { status: 412, title: 'It has changed meanwhile' },
  'too-large': { status: 413, title: 'The request is too large' },
  'not-json': { status: 415, title: 'The request is not JSON' },
  'too-soon': { status: 422, title: 'The mentor asks for more notice' },
  past: { status: 422, title: 'The time has passed' },
  'too-far': { status: 422, title: 'The time is too far ahead' },
  'off-grid': { status: 422, title: 'Sessions begin on the five minutes' },
  'outside-hours': { status: 422, title: "The time is outside the mentor's hours" },
  'not-a-mentor': { status: 422, title: 'This person takes no sessions here' },
  yourself: { status: 422, title: 'Nobody can book themselves' },
  'several-programs': { status: 422, title: 'The programme has to be said' },
  'key-reused': { status: 422, title: 'The Idempotency-Key belongs to another request' },
  'not-usable': { status: 422, title: 'A value cannot be used' },
  'condition-missing': { status: 428, title: 'If-Match is missing' },
  'too-many': { status: 429, title: 'Too many requests' },
  broken: { status: 500, title: 'Something went wrong' },
  away: { status: 503, title: 'The database cannot be reached' },
} as const satisfies Record<string, KindOfProblem>;

export type ProblemKind = keyof typeof problemKinds;

export function problemType(kind: ProblemKind): string {
  return `urn:confab:problem:${kind}`;
}

/** What each refusal is to a program, and the field of the request that it is about. */
export const refusalKinds: Record<Refusal['reason'], { kind: ProblemKind; field?: string }> = {
  unknown: { kind: 'not-found' },
  'wrong-status': { kind: 'wrong-status' },
  'not-for-you': { kind: 'not-for-you' },
  'slot-taken': { kind: 'slot-taken', field: 'scheduledAt' },
  'mentor-busy': { kind: 'mentor-busy', field: 'scheduledAt' },
  'too-soon': { kind: 'too-soon', field: 'scheduledAt' },
  past: { kind: 'past', field: 'scheduledAt' },
  'too-far': { kind: 'too-far', field: 'scheduledAt' },
  'off-grid': { kind: 'off-grid', field: 'scheduledAt' },
  'outside-hours': { kind: 'outside-hours', field: 'scheduledAt' },
  'same-time': { kind: 'not-usable', field: 'scheduledAt' },
  'not-a-mentor': { kind: 'not-a-mentor', field: 'mentorId' },
  yourself: { kind: 'yourself', field: 'mentorId' },
  'subject-missing': { kind: 'not-usable', field: 'subject' },
  'subject-too-long': { kind: 'not-usable', field: 'subject' },
  'description-too-long': { kind: 'not-usable', field: 'description' },
  'reason-too-long': { kind: 'not-usable', field: 'reason' },
  'already-explained': { kind: 'wrong-status' },
  duration: { kind: 'not-usable', field: 'duration' },
  changed: { kind: 'changed' },
};
