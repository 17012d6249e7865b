/** One part of a mail, as its reader's program takes it apart. */
export interface MailPart {
  /** By names in small letters, unfolded and decoded. */
  headers: Map<string, string>;
  /** Of parts without parts, decoded. */
  text: string;
  parts: MailPart[];
}

export function readMail(raw: string): MailPart {
  const [head = '', ...rest] = raw.split(/\r\n\r\n/);
  const body = rest.join('\r\n\r\n');
  const headers = new Map<string, string>();
  for (const line of head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const at = line.indexOf(':');
    const name = line.slice(0, at).toLowerCase();
    if (headers.has(name)) throw new Error(`There are two ${name} headers.`);
    headers.set(name, decodeWords(line.slice(at + 1).trim()));
  }
  const boundary = /boundary="?([^";]+)"?/.exec(headers.get('content-type') ?? '')?.[1];
  if (boundary !== undefined) {
    const [, ...pieces] = `\r\n${body}`.split(`\r\n--${boundary}`);
    const parts = pieces.slice(0, -1).map((piece) => readMail(piece.replace(/^\r\n/, '')));
    return { headers, text: '', parts };
  }
  return { headers, text: decodeBody(body, headers.get('content-transfer-encoding') ?? '7bit'), parts: [] };
}

/** All parts without parts, in order. */
export function leavesOf(part: MailPart): MailPart[] {
  return part.parts.length === 0 ? [part] : part.parts.flatMap(leavesOf);
}

/** The lines of an iCalendar object, unfolded. */
export function calendarLines(text: string): string[] {
  return text
    .replaceAll(/\r\n[ \t]/g, '')
    .split('\r\n')
    .filter(Boolean);
}

function decodeBody(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  return encoding === 'quoted-printable' ? quoted(body.replaceAll(/=\r\n/g, '')) : body;
}

function quoted(text: string): string {
  const bytes = text.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** RFC 2047. */
function decodeWords(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([QB])\?([^?]*)\?=/gi, (_, encoding: string, word: string) =>
      encoding.toUpperCase() === 'B' ? Buffer.from(word, 'base64').toString('utf8') : quoted(word.replaceAll('_', ' ')),
    );
}
