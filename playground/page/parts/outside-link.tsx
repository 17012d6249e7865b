import type { ComponentProps } from 'react';
import { linkAddress } from './link-address.ts';

/** Opens a page in a tab of its own; a Meet link the page that stands for the room, entered as `who`. What must not be followed is no link. */
export function OutsideLink({
  href,
  who,
  children,
  ...more
}: { href: string; who: string } & Omit<ComponentProps<'a'>, 'href' | 'target' | 'rel'>) {
  const address = linkAddress(href, who);
  if (address === null) return <span className={more.className}>{children}</span>;
  return (
    <a {...more} href={address} title={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
