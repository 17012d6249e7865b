import type { ButtonHTMLAttributes, ReactNode } from 'react';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'main' | 'plain' | 'careful' | 'quiet';
  /** Something is under way: it stays where it is, keeps the focus, and does nothing. */
  busy?: boolean;
  children: ReactNode;
}

export function Button({ look = 'plain', busy = false, onClick, type = 'button', children, ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={`button button-${look}`}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
      {...rest}
    >
      {children}
    </button>
  );
}
