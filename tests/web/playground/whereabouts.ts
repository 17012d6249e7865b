/** Who one is on the playground's page, and where. */
import type { Locator } from 'playwright-core';

/** One becomes this person, and sees what they see. */
export async function be(pane: Locator, name: string): Promise<void> {
  const people = pane.getByRole('group', { name: /^You are/ });
  await people.getByRole('button', { name: new RegExp(`^${name}`) }).click();
  // The pane is the other one's until their screen has come.
  await pane.getByRole('button', { name: `${name}’s dashboard` }).waitFor();
}

/** One opens the direct messages with Confab, on either platform. */
export async function openDms(pane: Locator): Promise<void> {
  await pane.getByRole('button', { name: /^Confab( ?APP)?( ?\d+ unread)?$/ }).click();
}
