import { type Message, plainMessage, say } from './message.ts';

/** Said when something unexpected broke. `undone` says what did not happen: "Nothing was booked." */
export function sorry(undone: string, reference: string): Message {
  return plainMessage(
    say`Sorry, something went wrong on our side. ${undone} Please try again in a moment; if it stays like this, tell the people who run Confab the reference ${{ code: reference }}.`,
  );
}
