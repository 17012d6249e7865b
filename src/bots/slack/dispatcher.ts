import type { Logger } from 'pino';
import { newId } from '#core/ids.ts';
import { sorry } from '#core/messages/apology.ts';
import { type Message, plainMessage } from '#core/messages/message.ts';
import { NotServed } from './askers.ts';
import { slackErrorCode } from './slack-error.ts';
import { within } from './within.ts';

/** Something was done, and what came of it could not be shown where it belongs. Saying that nothing happened would be a lie. */
class Unshown extends Error {
  readonly answer: Message;

  constructor(answer: Message, cause: unknown) {
    super('an answer could not be shown', { cause });
    this.name = 'Unshown';
    this.answer = answer;
  }
}

/** Shows what came of something done. Where that fails, the dispatcher says it in another way. */
export async function showing(answer: Message, show: () => Promise<unknown>): Promise<void> {
  try {
    await show();
  } catch (error) {
    throw new Unshown(answer, error);
  }
}

export interface Handling {
  /** For the log. */
  name: string;
  /** What did not happen when it fails: "Nothing was booked." */
  undone: string;
  work(): Promise<void>;
  /** Ways to tell the person, best first; the next is tried where one fails. */
  tell: readonly ((message: Message) => Promise<unknown>)[];
}

/** Runs every handler inside the one failure boundary, and counts those under way. */
export interface Dispatcher {
  /** Never rejects. Does nothing after `close`. */
  run(handling: Handling): Promise<void>;
  /** Takes nothing new and waits for what is under way, at most this many milliseconds. */
  close(milliseconds: number): Promise<void>;
}

export function createDispatcher(log: Logger): Dispatcher {
  const underWay = new Set<Promise<void>>();
  let closed = false;

  async function attempt({ name, undone, work, tell }: Handling): Promise<void> {
    try {
      await work();
    } catch (error) {
      await tellOne(tell, messageFor(error, name, undone));
    }
  }

  function messageFor(error: unknown, name: string, undone: string): Message {
    if (error instanceof NotServed) {
      log.info({ handler: name, reason: error.reason }, 'Somebody was not served');
      return plainMessage(error.answer);
    }
    if (!(error instanceof Unshown)) return reported(name, undone, error);
    log.warn({ handler: name, reason: reasonOf(error.cause) }, 'An answer could not be shown');
    return error.answer;
  }

  /** Logs no more of the error than where it is from: its properties may hold people's words. */
  function reported(name: string, undone: string, error: unknown): Message {
    const reference = newId().slice(0, 5);
    const stack = error instanceof Error ? error.stack : String(error);
    log.error({ handler: name, reference, slackError: slackErrorCode(error) ?? undefined, stack }, 'A handler failed');
    return sorry(error, undone, reference);
  }

  async function tellOne(ways: Handling['tell'], message: Message): Promise<void> {
    for (const way of ways) {
      try {
        await way(message);
        return;
      } catch (error) {
        log.warn({ reason: reasonOf(error) }, 'An answer could not be shown');
      }
    }
  }

  return {
    async run(handling) {
      if (closed) return;
      const one = attempt(handling);
      underWay.add(one);
      try {
        await one;
      } finally {
        underWay.delete(one);
      }
    },
    async close(milliseconds) {
      closed = true;
      await within(milliseconds, Promise.all(underWay));
    },
  };
}

function reasonOf(error: unknown): string {
  return slackErrorCode(error) ?? (error instanceof Error ? error.name : 'unknown');
}
