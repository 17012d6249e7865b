import type { Delivered, Delivery } from './delivery.ts';
import { type Fields, stringOf } from './fields.ts';
import { pause } from './pause.ts';
import type { Installation } from './people.ts';
import type { World } from './world.ts';

export interface Events {
  /**
   * Sends an event if the app is subscribed to it, and again where it is not acknowledged.
   *
   * @returns what became of the first attempt; undefined where the app does not subscribe
   */
  send(installation: Installation, event: Fields, subscription?: string): Promise<Delivered | undefined>;
}

/** A failed delivery is tried again at once, after a minute and after five (docs.slack.dev/apis/events-api). */
export const EVENT_RETRY_DELAYS_MS: readonly number[] = [0, 60_000, 300_000];

export function createEvents(world: World, delivery: Delivery, retryDelaysMs: readonly number[]): Events {
  return {
    async send(installation, event, subscription = stringOf(event.type) ?? '') {
      const { app, workspace } = installation;
      if (!app.events.includes(subscription)) return undefined;
      const payload = {
        token: 'verification',
        team_id: workspace.id,
        context_team_id: workspace.id,
        context_enterprise_id: null,
        api_app_id: app.id,
        event: { event_ts: world.ids.messageTs(), ...event },
        type: 'event_callback',
        event_id: world.ids.next('Ev'),
        event_time: Math.floor(world.clock.now() / 1000),
        authorizations: [
          {
            enterprise_id: null,
            team_id: workspace.id,
            user_id: installation.botUserId,
            is_bot: true,
            is_enterprise_install: false,
          },
        ],
        is_ext_shared_channel: false,
      };
      const first = await delivery.deliver(app, { kind: 'events_api', what: `event ${subscription}`, payload });

      const retry = async (failed: Delivered) => {
        let last = failed;
        for (const [index, delay] of retryDelaysMs.entries()) {
          if (last.outcome === 'ok' || last.noRetry || !(await pause(delay, world.closing.signal))) return;
          const reason =
            last.outcome === 'operation_timeout' ? 'http_timeout' : last.status ? 'http_error' : 'connection_failed';
          last = await delivery.deliver(app, {
            kind: 'events_api',
            what: `event ${subscription}`,
            payload,
            retry: { num: index + 1, reason },
          });
        }
      };
      void retry(first);
      return first;
    },
  };
}
