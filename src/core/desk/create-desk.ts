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
  // Always the same two, so that whoever renders them may do it once.
  const [forOrganisers, forOthers] = [help(true, hasDashboard), help(false, hasDashboard)];
  return {
    help: ({ organizer }) => (organizer ? forOrganisers : forOthers),
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
