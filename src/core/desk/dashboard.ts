import { dashboardOffered, noDashboard } from '#core/messages/dashboard-words.ts';
import type { Desk } from './desk.ts';
import type { DeskPorts } from './ports.ts';
import type { Visitor } from './visitor.ts';

export function createDashboard({ access, publicUrl }: Pick<DeskPorts, 'access' | 'publicUrl'>): {
  dashboard: Desk['dashboard'];
  /** Whether there is one. */
  hasDashboard: boolean;
} {
  return {
    hasDashboard: access !== null && publicUrl !== null,

    async dashboard(visitor) {
      if (access === null || publicUrl === null) return noDashboard;
      const secret = await access.offerSignIn(visitor.person.id, toldByPlatform(visitor));
      // Behind the "#", because what fetches links for previews does not send that part, and so spends nothing, and no log holds it.
      return dashboardOffered(`${publicUrl}/sign-in#${secret}`);
    },
  };
}

/** Who is an organiser by name is found in the programme itself at any time, and is one for exactly as long. The others have only the platform's word. */
function toldByPlatform({ organizer, program, person }: Visitor) {
  const named = program?.organizerIds.some((id) => person.ids.includes(id)) ?? false;
  return organizer && program && !named ? [program.id] : [];
}
