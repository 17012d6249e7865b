import { StorageError } from '#core/storage-error.ts';
import { type Message, plainMessage, say } from './message.ts';

/** Said when something unexpected broke. `undone` says what did not happen: "Nothing was booked."; null where somebody only wanted to see something. */
export function sorry(error: unknown, undone: string | null, reference: string): Message {
  const lost = error instanceof StorageError ? error.lost : null;
  if (lost !== null && undone === null)
    return plainMessage(
      say`Sorry, Confab cannot reach its database just now, so it has nothing to show. Please try again in a minute or two.`,
    );
  if (lost === 'away')
    return plainMessage(
      say`Sorry, Confab cannot reach its database just now. ${undone ?? ''} Please try again in a minute or two.`,
    );
  if (lost === 'unknown')
    return plainMessage(
      say`Sorry, Confab lost its database at this very moment, and does not know whether this was saved. Please look at your sessions in a minute or two, before you try again.`,
    );
  const therefore = undone === null ? '' : ` ${undone}`;
  return plainMessage(
    say`Sorry, something went wrong on our side.${therefore} Please try again in a moment; if it stays like this, tell the people who run Confab the reference ${{ code: reference }}.`,
  );
}
