import type { Stage } from '../stage.ts';
import type { DiscordPerson } from '../story/cast.ts';
import { cookiesOf, signIn } from '../story/dashboard-sign-in.ts';
import { expect } from '../story/telling.ts';

/** A mentor connects a Google Calendar of their own, on the dashboard: their sessions are made there from then on, and what they move there moves. */
export async function lendCalendar(
  { google, publicUrl }: Pick<Stage, 'google' | 'publicUrl'>,
  mentor: Pick<DiscordPerson, 'zone' | 'dashboardLink' | 'hears'>,
  email: string,
): Promise<void> {
  expect(publicUrl, 'there is no dashboard');
  google.addAccount({ email, timeZone: mentor.zone });
  const cookie = await signIn(publicUrl, await mentor.dashboardLink());
  const begun = await fetch(`${publicUrl}/api/auth/google?for=calendar`, { headers: { cookie }, redirect: 'manual' });
  const toGoogle = begun.headers.get('location');
  expect(toGoogle, `nobody was sent to Google: ${begun.status}`);
  const back = await google.consent({ url: toGoogle, account: email });
  const done = await fetch(back, { headers: { cookie: `${cookie}; ${cookiesOf(begun)}` }, redirect: 'manual' });
  expect(done.status < 400, `coming back from Google answered ${done.status}: ${await done.text()}`);
  await mentor.hears('A Google account was connected to you.');
}
