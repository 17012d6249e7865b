import { expect } from './telling.ts';

/** What the dashboard's page sends when somebody presses "Sign in" on a link that chat gave them. */
export function postLink(publicUrl: string, link: string): Promise<Response> {
  return fetch(`${publicUrl}/api/auth/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: publicUrl },
    body: JSON.stringify({ code: new URL(link).hash.slice(1) }),
  });
}

/** The result is what the browser sends as `Cookie` from then on. */
export async function signIn(publicUrl: string, link: string): Promise<string> {
  const answer = await postLink(publicUrl, link);
  expect(answer.ok, `signing in answered ${answer.status}: ${await answer.text()}`);
  return cookiesOf(answer);
}

export function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
