import type { GoogleStandIn } from '../google/google-stand-in.ts';

/** The page behind a Meet link: it stands for the room, and says whether this person is let in. */
export async function meetPage(google: GoogleStandIn, code: string, who: string): Promise<string> {
  const name = who === '' ? 'Somebody' : who;
  const met = await google.enterRoom({ link: code, ...(who === '' ? {} : { who }) }).then(
    (door) =>
      door === 'admitted'
        ? `${name} was let in at once.`
        : `${name} knocks, and waits for somebody who is in the room to let them in.`,
    (error: Error) => error.message,
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A Meet room, in the playground</title><link rel="stylesheet" href="/meet.css"></head>
<body><main>
<h1>This stands for a Google Meet room</h1>
<p>In the playground nobody has an account at Google, and this is no call. A real link of this kind leads to <code>meet.google.com/${escaped(code)}</code>.</p>
<p role="status"><strong>${escaped(met)}</strong></p>
</main></body>
</html>
`;
}

export const meetStyle = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 36rem; margin: 15vh auto 0; padding: 0 1rem; }
code { overflow-wrap: anywhere; }
`;

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
