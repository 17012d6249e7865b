import { type BaseInteraction, DiscordAPIError, RESTJSONErrorCodes } from 'discord.js';
import type { Logger } from 'pino';
import type { Desk } from '#core/desk/desk.ts';
import { newId } from '#core/ids.ts';
import { sorry } from '#core/messages/apology.ts';
import type { Message } from '#core/messages/message.ts';
import { type Answerable, NotShown, sayAlso, sayAtOnce } from './answer.ts';
import { loggable } from './loggable.ts';
import { isAnswerable, routeOf } from './routes.ts';
import { answerLost, stopping } from './words.ts';

export interface Dispatcher {
  /** Never rejects. */
  handle(interaction: BaseInteraction): Promise<void>;
  /** Takes no new work, and waits for what is in flight, at most so many milliseconds. */
  stop(patience: number): Promise<void>;
}

/** The one place where interactions come in, and where what breaks in them ends. */
export function createDispatcher(desk: Desk, log: Logger): Dispatcher {
  const inFlight = new Set<Promise<void>>();
  let open = true;

  async function handle(interaction: BaseInteraction): Promise<void> {
    const work = dispatch(interaction);
    inFlight.add(work);
    await work;
    inFlight.delete(work);
  }

  async function dispatch(interaction: BaseInteraction): Promise<void> {
    const route = routeOf(interaction, desk);
    try {
      if (open) await route.run();
      else if (isAnswerable(interaction)) await sayAtOnce(interaction, stopping);
    } catch (error) {
      const reference = newId().slice(0, 5);
      const notShown = error instanceof NotShown;
      log.error(
        {
          reference,
          route: route.name,
          age: Date.now() - interaction.createdTimestamp,
          failure: loggable(notShown ? error.cause : error),
        },
        notShown ? 'Discord did not take an answer' : 'A Discord interaction failed',
      );
      if (!isAnswerable(interaction) || isTooLate(error)) return;
      await apologise(interaction, notShown ? answerLost(reference) : sorry(error, route.undone, reference), reference);
    }
  }

  async function apologise(interaction: Answerable, apology: Message, reference: string): Promise<void> {
    try {
      if (interaction.deferred || interaction.replied) await sayAlso(interaction, apology);
      else await sayAtOnce(interaction, apology);
    } catch (error) {
      log.warn(
        { reference, failure: loggable(error instanceof NotShown ? error.cause : error) },
        'The apology could not be shown',
      );
    }
  }

  return {
    handle,
    async stop(patience) {
      open = false;
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, patience);
      });
      await Promise.race([Promise.all(inFlight), timeout]);
      clearTimeout(timer);
    },
  };
}

/** Nothing can be said any more: the token is dead, or another process with the same token has answered. */
function isTooLate(error: unknown): boolean {
  const cause = error instanceof NotShown ? error.cause : error;
  if (!(cause instanceof DiscordAPIError)) return false;
  const { UnknownInteraction, InteractionHasAlreadyBeenAcknowledged, InvalidWebhookToken } = RESTJSONErrorCodes;
  return [UnknownInteraction, InteractionHasAlreadyBeenAcknowledged, InvalidWebhookToken].some(
    (code) => code === cause.code,
  );
}
