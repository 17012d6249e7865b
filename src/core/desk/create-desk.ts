import { help } from '#core/messages/help-words.ts';
import { createArrivals } from './arrivals.ts';
import { createDashboard } from './dashboard.ts';
import type { Desk } from './desk.ts';
import { createLinking } from './linking.ts';
import { createMentorSearch } from './mentor-search.ts';
import { createOrganising } from './organising.ts';
import type { DeskPorts } from './ports.ts';
import { createProfiles } from './profiles.ts';
import { createSessions } from './sessions.ts';
import { createTimeForms } from './time-forms.ts';

export function createDesk(ports: DeskPorts): Desk {
  const { confirmLink, ...linking } = createLinking(ports);
  const { dashboard, hasDashboard } = createDashboard(ports);
  return {
    help: (visitor) => help(visitor.organizer, hasDashboard),
    dashboard,
    ...createArrivals(ports),
    ...createMentorSearch(ports),
    ...createTimeForms(ports),
    ...createSessions(ports, { confirmLink }),
    ...createProfiles(ports),
    ...createOrganising(ports),
    ...linking,
  };
}
