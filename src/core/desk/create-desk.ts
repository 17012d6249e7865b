import { help } from '#core/messages/help-words.ts';
import type { ProgramSettings } from '#core/programs/program.ts';
import { createArrivals } from './arrivals.ts';
import type { Desk } from './desk.ts';
import { createLinking } from './linking.ts';
import { createMentorSearch } from './mentor-search.ts';
import { createOrganising } from './organising.ts';
import type { DeskPorts } from './ports.ts';
import { createProfiles } from './profiles.ts';
import { createSessions } from './sessions.ts';
import { createTimeForms } from './time-forms.ts';

/** `settings` are what a new programme starts with. */
export function createDesk(ports: DeskPorts, settings?: ProgramSettings): Desk {
  return {
    help: (visitor) => help(visitor.organizer),
    ...createArrivals(ports, settings),
    ...createMentorSearch(ports),
    ...createTimeForms(ports),
    ...createSessions(ports),
    ...createProfiles(ports),
    ...createOrganising(ports),
    ...createLinking(ports),
  };
}
