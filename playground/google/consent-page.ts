import type { GoogleAccount } from './accounts.ts';
import type { AuthorisationRequest } from './authorisation.ts';

/** The page a person sees in the browser; its form answers as the `consent` control does. */
export function renderConsentPage({ client, scopes, params }: AuthorisationRequest, accounts: GoogleAccount[]): string {
  const people = accounts.map(
    ({ email }, index) =>
      `<label><input type="radio" name="account" value="${escapeHtml(email)}"${index === 0 ? ' checked' : ''}> ${escapeHtml(email)}</label><br>`,
  );
  const boxes = scopes.map(
    (scope) =>
      `<label><input type="checkbox" name="granted" value="${escapeHtml(scope)}" checked> ${escapeHtml(scope)}</label><br>`,
  );
  return page(
    'Sign in with Google (playground)',
    `<h1>Sign in with Google</h1>
<p>This is the playground's stand-in. ${escapeHtml(client.clientId)} wants to use your account.</p>
<form method="post">
<input type="hidden" name="request" value="${escapeHtml(params.toString())}">
<fieldset><legend>Account</legend>${people.join('\n')}</fieldset>
<fieldset><legend>It may</legend>${boxes.join('\n')}</fieldset>
<button name="answer" value="allow">Continue</button>
<button name="answer" value="deny">Cancel</button>
</form>`,
  );
}

export function renderRefusalPage(message: string): string {
  return page('Access blocked', `<h1>Access blocked</h1><p>${escapeHtml(message)}</p>`);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en-GB"><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<body>${body}</body></html>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
