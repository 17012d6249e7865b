import { StorageError } from '#core/storage-error.ts';
import { type Message, plainMessage, say } from './message.ts';

/** Said when something unexpected broke. `undone` says what did not happen: "Nothing was booked." */
export function sorry(error: unknown, undone: string, reference: string): Message {
  const lost = error instanceof StorageError ? error.lost : null;
  if (lost === 'away')
    return plainMessage(
      say`Sorry, Confab cannot reach its database just now. ${undone} Please try again in a minute or two.`,
    );
  if (lost === 'unknown')
    return plainMessage(
      say`Sorry, Confab lost its database at this very moment, and does not know whether this was saved. Please look at your sessions in a minute or two, before you try again.`,
    );
  return plainMessage(
    say`Sorry, something went wrong on our side. ${undone} Please try again in a moment; if it stays like this, tell the people who run Confab the reference ${{ code: reference }}.`,
  );
}
