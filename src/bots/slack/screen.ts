import type { ModalView, WebClient } from '@slack/web-api';
import { within } from './within.ts';

/** A modal that one person has open, or that opens with their click. */
export interface Screen {
  /** Opens it, or replaces what it shows. */
  show(view: ModalView): Promise<void>;
}

/** Milliseconds for preparing a modal before it opens. A trigger lives 3 s, and opening takes some of it. */
const beforeOpening = 1_000;

/** `triggerId` opens a modal, once; `viewId` is one that is open. */
export function createScreen(client: WebClient, place: { triggerId: string } | { viewId: string }): Screen {
  let viewId = 'viewId' in place ? place.viewId : null;
  return {
    async show(view) {
      if (viewId !== null) {
        await client.views.update({ view_id: viewId, view });
      } else if ('triggerId' in place) {
        const opened = await client.views.open({ trigger_id: place.triggerId, view });
        viewId = opened.view?.id ?? null;
      }
    },
  };
}

/** Shows what is being prepared; where that takes longer, first something to wait with. Null: there is nothing to show. */
export async function showPrepared(
  screen: Screen,
  preparing: Promise<ModalView | null>,
  waiting: ModalView,
): Promise<void> {
  const soon = await within(beforeOpening, preparing);
  if (soon.done) {
    if (soon.value) await screen.show(soon.value);
    return;
  }
  await screen.show(waiting);
  const view = await preparing;
  if (view) await screen.show(view);
}
