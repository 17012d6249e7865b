import { type ReactNode, useEffect, useRef } from 'react';
import { focusHeading } from './keep-focus.ts';
import { hasMoved } from './location.ts';

/** One page: its title, its heading, and the focus on that after a way here. `wide`: it uses all the room there is. */
export function Page({
  title,
  heading = title,
  aside,
  wide = false,
  children,
}: {
  title: string;
  heading?: ReactNode;
  /** Beside the heading. */
  aside?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Confab`;
  }, [title]);
  useEffect(() => {
    if (hasMoved() && ref.current) focusHeading(ref.current);
  }, []);
  return (
    <div className={wide ? 'page page-wide' : 'page'}>
      <header className="page-head">
        <h1 ref={ref}>{heading}</h1>
        {aside}
      </header>
      {children}
    </div>
  );
}
