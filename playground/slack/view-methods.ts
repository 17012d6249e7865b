import type { BotMethod } from './bot-method.ts';
import { missing, Refusal } from './refusal.ts';
import { openModal, publishHome, pushModal, updateModal, viewOutput } from './views.ts';

/** The trigger is used up only by a call that succeeds. */
export const viewMethods: Record<string, BotMethod> = {
  'views.open': {
    scopes: [],
    tier: 4,
    run({ world, triggers, installation, args }) {
      const userId = triggers.owner(args.trigger_id, installation);
      const triggerId = String(args.trigger_id);
      const view = openModal(world, installation, userId, args.view, triggerId);
      triggers.use(triggerId);
      return { view: viewOutput(view) };
    },
  },

  'views.push': {
    scopes: [],
    tier: 4,
    run({ world, triggers, installation, args }) {
      const userId = triggers.owner(args.trigger_id, installation);
      const triggerId = String(args.trigger_id);
      const view = pushModal(world, installation, userId, args.view, triggerId);
      triggers.use(triggerId);
      return { view: viewOutput(view) };
    },
  },

  'views.update': {
    scopes: [],
    tier: 4,
    run({ world, installation, args }) {
      return { view: viewOutput(updateModal(world, installation, args)) };
    },
  },

  'views.publish': {
    scopes: [],
    tier: 4,
    run({ world, installation, args }) {
      if (!args.user_id) throw missing('user_id');
      const user = world.users.get(String(args.user_id));
      if (!user || user.teamId !== installation.workspace.id) throw new Refusal('user_not_found');
      return { view: viewOutput(publishHome(world, installation, user.id, args.view, args.hash)) };
    },
  },
};
