import type { Logger } from 'pino';
import type { GoogleCalls } from './google-calls.ts';
import type { GoogleClients } from './google-clients.ts';
import { GoogleFailure, hasStatus, isApiOff, isMissingScope, isPassing } from './google-failure.ts';
import { roomSettingsScope } from './google-scopes.ts';
import type { GoogleEvent } from './session-event.ts';

export interface RoomDoor {
  /** True: anyone with the link may enter. False: Google refused that. Null: no Meet room, or not known. Never throws for Google's sake. */
  open(event: GoogleEvent): Promise<boolean | null>;
}

/** Rooms that are remembered; a forgotten one is merely looked at again. */
const most = 1_000;

/**
 * Opens Meet rooms. The organiser is never in the call, so in a closed room people would knock with nobody there to let
 * them in. A session goes on without: it is a comfort, not a condition.
 */
export function createRoomDoor(options: { meet: GoogleClients['meet']; calls: GoogleCalls; log: Logger }): RoomDoor {
  const { meet, calls, log } = options;
  const known = new Map<string, boolean>();

  function remember(code: string, open: boolean): boolean {
    const oldest = known.keys().next();
    if (known.size >= most && !oldest.done) known.delete(oldest.value);
    known.set(code, open);
    return open;
  }

  async function openByCode(code: string): Promise<void> {
    const space = await calls.run('spaces.get', () => meet.spaces.get({ name: `spaces/${code}` }));
    if (space.config?.accessType === 'OPEN') return;
    // The code is an alias that only reads accept: a change needs the room's own name.
    const name = space.name ?? `spaces/${code}`;
    const requestBody = { config: { accessType: 'OPEN' } };
    await calls.run('spaces.patch', () => meet.spaces.patch({ name, updateMask: 'config.accessType', requestBody }));
  }

  return {
    async open(event) {
      const code = meetingCode(event);
      if (code === undefined) return null;
      const seen = known.get(code);
      if (seen !== undefined) return seen;
      try {
        await openByCode(code);
        return remember(code, true);
      } catch (error) {
        if (!(error instanceof GoogleFailure)) throw error;
        log.warn({ event: event.id, failure: error.message }, reasonOf(error));
        return isLasting(error) ? remember(code, false) : null;
      }
    },
  };
}

/** A room that Meet does not know yet, a pause or a lost token says nothing about the room. */
function isLasting(failure: GoogleFailure): boolean {
  return !isPassing(failure) && !failure.fromSignIn && !hasStatus(failure, 401, 404);
}

/** `aaa-bbbb-ccc`; undefined where the event has no Meet room but, say, another conference that a person chose. */
function meetingCode({ conferenceData }: GoogleEvent): string | undefined {
  if (conferenceData?.conferenceSolution?.key?.type !== 'hangoutsMeet') return undefined;
  return conferenceData.conferenceId ?? undefined;
}

function reasonOf(failure: GoogleFailure): string {
  if (isMissingScope(failure)) {
    return `Meet rooms stay closed: the account did not grant ${roomSettingsScope.name}. Run "npm run google:connect".`;
  }
  if (isApiOff(failure))
    return 'Meet rooms stay closed: the Google Meet API is switched off in the Google Cloud project.';
  return 'A Meet room could not be opened: people may have to knock.';
}
