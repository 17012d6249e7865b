/** Where a link in a message leads from the playground: a Meet room stands here, too. Null where a browser must not follow it. */
export function linkAddress(url: string, who: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, host, pathname, href } = new URL(url);
  if (host === 'meet.google.com') return `/meet${pathname}?who=${encodeURIComponent(who)}`;
  return ['http:', 'https:', 'mailto:'].includes(protocol) ? href : null;
}
