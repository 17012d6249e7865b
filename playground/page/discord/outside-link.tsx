import type { ReactNode } from 'react';
import type { Persona } from '../contract.ts';

const meet = 'https://meet.google.com/';

/** Opens a page in a tab of its own; a Meet link the page that stands for the room, entered as this persona. */
export function OutsideLink({
  href,
  persona,
  className,
  children,
}: {
  href: string;
  persona: Persona;
  className?: string;
  children: ReactNode;
}) {
  return (
    <a href={placeOf(href, persona)} title={href} target="_blank" rel="noopener noreferrer" className={className}>
      {children}
    </a>
  );
}

function placeOf(href: string, { name }: Persona): string {
  if (!href.startsWith(meet)) return href;
  return `${new URL(href).pathname.replace(/^\//, '/meet/')}?who=${encodeURIComponent(name)}`;
}
