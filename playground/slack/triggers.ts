import type { Ids } from './ids.ts';
import type { Installation } from './people.ts';
import { missing, Refusal } from './refusal.ts';

/** Lives 3 seconds and is used once (docs.slack.dev/interactivity/handling-user-interaction). */
const TRIGGER_LIFE_MS = 3000;

export interface Triggers {
  issue(installation: Installation, userId: string): string;
  /** Whose trigger it is, without using it up; throws a `Refusal` where it is of no use. */
  owner(triggerId: unknown, installation: Installation): string;
  use(triggerId: string): void;
}

export function createTriggers(ids: Ids): Triggers {
  const triggers = new Map<
    string,
    { userId: string; appId: string; teamId: string; issuedAt: number; used: boolean }
  >();
  return {
    issue(installation, userId) {
      const id = `${Number.parseInt(ids.hex(9), 16)}.${Number.parseInt(ids.hex(8), 16)}.${ids.hex(32)}`;
      const { app, workspace } = installation;
      triggers.set(id, { userId, appId: app.id, teamId: workspace.id, issuedAt: performance.now(), used: false });
      return id;
    },
    owner(triggerId, { app, workspace }) {
      if (typeof triggerId !== 'string' || triggerId === '') throw missing('trigger_id');
      const trigger = triggers.get(triggerId);
      if (!trigger || trigger.appId !== app.id || trigger.teamId !== workspace.id)
        throw new Refusal('invalid_trigger_id');
      if (trigger.used) throw new Refusal('exchanged_trigger_id');
      if (performance.now() - trigger.issuedAt > TRIGGER_LIFE_MS) throw new Refusal('expired_trigger_id');
      return trigger.userId;
    },
    use(triggerId) {
      const trigger = triggers.get(triggerId);
      if (trigger) trigger.used = true;
    },
  };
}
