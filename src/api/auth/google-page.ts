import type { Response } from 'express';
import { escapeHtml } from '#api/escape-html.ts';
import { plainPage } from '#api/plain-page.ts';
import type { Notice } from '#core/messages/google-words.ts';

const style = `body{max-width:34rem;padding-top:12vh}
h1{font-size:1.5rem;line-height:1.25}
a{display:inline-block;margin-top:.75rem;padding:.55rem 1rem;border:1px solid;border-radius:.5rem;color:inherit;text-decoration:none}`;

/** A page of words with, perhaps, one link. Nothing in it runs, and nothing is fetched. */
export function sendPage(response: Response, status: number, { title, lines, link }: Notice): void {
  const body = [
    `<h1>${escapeHtml(title)}</h1>`,
    ...lines.map((line) => `<p>${escapeHtml(line)}</p>`),
    ...(link ? [`<a href="${escapeHtml(link.path)}">${escapeHtml(link.label)}</a>`] : []),
  ];
  const { html, policy } = plainPage(`Confab: ${title}`, `<main>${body.join('\n')}</main>`, style);
  response
    .status(status)
    // The address may hold a code: it must not travel on to other pages, nor be kept.
    .set({ 'content-security-policy': policy, 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
    .type('html')
    .send(html);
}
