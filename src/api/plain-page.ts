import { createHash } from 'node:crypto';
import type { Response } from 'express';
import { escapeHtml } from './escape-html.ts';

/** A page of our own making, in which nothing runs and for which nothing is fetched. */
export interface PlainPage {
  html: string;
  /** The Content-Security-Policy that lets it show its own style, and nothing else. */
  policy: string;
}

const base = `:root{color-scheme:light dark;font:1rem/1.55 system-ui,sans-serif}
body{max-width:60rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
a:focus-visible,summary:focus-visible{outline:3px solid Highlight;outline-offset:2px}`;

/** `body` is HTML; whoever makes it escapes what is not theirs. `forms`: it may have one, which is sent to us. */
export function plainPage(title: string, body: string, style = '', { forms = false } = {}): PlainPage {
  const whole = `${base}\n${style}`;
  const hash = createHash('sha256').update(whole).digest('base64');
  return {
    policy: `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action ${forms ? "'self'" : "'none'"}; frame-ancestors 'none'`,
    html: `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${whole}</style></head>
<body>${body}</body></html>
`,
  };
}

export function sendPlainPage(response: Response, status: number, { html, policy }: PlainPage): void {
  response
    .status(status)
    .set({ 'content-security-policy': policy, 'cache-control': 'no-cache' })
    .type('html')
    .send(html);
}
