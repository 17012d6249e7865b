import { type Response, Router } from 'express';
import type { MailChoices } from '#core/mail/mail-choices.ts';
import { unsubscribeWords } from '#core/messages/mail-words.ts';
import { escapeHtml } from './escape-html.ts';
import { plainPage, sendPlainPage } from './plain-page.ts';

const path = '/api/mail/unsubscribe/:secret';

const style = `body{max-width:34rem;padding-top:12vh}
h1{font-size:1.5rem;line-height:1.25}
a,button{display:inline-block;margin-top:.75rem;padding:.55rem 1rem;border:1px solid;border-radius:.5rem;background:none;font:inherit;color:inherit;text-decoration:none;cursor:pointer}
button:focus-visible{outline:3px solid Highlight;outline-offset:2px}`;

/**
 * Behind the link in every mail. Programs open links to look at them, so opening it asks; posting to it does it, for a person and for the mail
 * programs that do so on a press of their own button (RFC 8058), without any cookie. The secret is all it takes, and all it gives.
 */
export function createUnsubscribeRouter(choices: MailChoices): Router {
  const router = Router();

  router.get(path, async (request, response) => {
    const person = await choices.byEnd(request.params.secret);
    if (!person) return sendWords(response, 404, unsubscribeWords.unknown);
    const { button } = unsubscribeWords.question;
    // Sent to where it came from, in the words that mail programs use.
    const form = `<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button>${escapeHtml(button)}</button></form>`;
    sendWords(response, 200, unsubscribeWords.question, form);
  });

  router.post(path, async (request, response) => {
    const person = await choices.byEnd(request.params.secret);
    if (!person) return sendWords(response, 404, unsubscribeWords.unknown);
    await choices.choose(person, false);
    sendWords(response, 200, unsubscribeWords.done);
  });

  return router;
}

const { path: accountPath, label } = unsubscribeWords.toAccount;
const toAccount = `<a href="${accountPath}">${escapeHtml(label)}</a>`;

function sendWords(
  response: Response,
  status: number,
  { title, lines }: { title: string; lines: readonly string[] },
  ending = toAccount,
): void {
  const paragraphs = lines.map((line) => `<p>${escapeHtml(line)}</p>`);
  const body = `<main>${[`<h1>${escapeHtml(title)}</h1>`, ...paragraphs, ending].join('\n')}</main>`;
  // The address holds the secret: it must not travel on to other pages, nor be kept.
  response.set('referrer-policy', 'no-referrer');
  sendPlainPage(response, status, plainPage(`Confab: ${title}`, body, style, { forms: true }));
}
