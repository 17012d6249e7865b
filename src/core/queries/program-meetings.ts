import type { Meeting } from '#core/meetings/meeting.ts';
import type { Program } from '#core/programs/program.ts';
import type { Instant } from '#core/time/clock.ts';
import type { QueryPorts } from './query-ports.ts';

const pageSize = 500;

/** Page by page, so that a large programme is never in memory as a whole. */
export async function* programMeetings(
  { meetingStore }: Pick<QueryPorts, 'meetingStore'>,
  program: Program,
  endsAfter: Instant,
): AsyncGenerator<Meeting[]> {
  let cursor: string | null = null;
  do {
    const page = await meetingStore.ofProgram({
      ...{ programId: program.id, endsAfter, limit: pageSize },
      ...(cursor !== null && { cursor }),
    });
    yield page.meetings;
    cursor = page.next;
  } while (cursor !== null);
}

/** How long the mentor took to answer, in milliseconds from when they were last asked; null while there is no answer. */
export function answerTime(meeting: Meeting): number | null {
  const at = meeting.history.findIndex(({ what }) => what === 'accept' || what === 'decline');
  const answer = meeting.history[at];
  const asked = meeting.history.slice(0, at).findLast(({ what }) => what === 'request' || what === 'reschedule');
  return answer && asked ? answer.at - asked.at : null;
}
