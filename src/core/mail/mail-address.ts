/** Where mail goes to or comes from: `address` as in "leo@example.org"; `name` may be empty. */
export interface MailAddress {
  name: string;
  address: string;
}

/** What can stand in a header and in a calendar file as it is: an address of RFC 5321 without quotes, at a host with a name. */
const plainAddress = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?=.{1,255}$)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/;

export function isMailAddress(text: string): boolean {
  return plainAddress.test(text);
}

/** Reads `confab@example.org` and `Confab <confab@example.org>`; null where it is neither. */
export function readMailAddress(text: string): MailAddress | null {
  const [, name = '', address = ''] = /^(?:"?([^"<>\p{Cc}]*?)"?\s*<([^<>]*)>)$/u.exec(text.trim()) ?? [
    '',
    '',
    text.trim(),
  ];
  return isMailAddress(address) ? { name: name.trim(), address } : null;
}
