/** Initials in a colour that follows from the name; the name stands beside it. */
export function Avatar({ name, app = false }: { name: string; app?: boolean }) {
  const initials = name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
  const hue = Array.from(name).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7);
  return (
    <span
      className={app ? 'slack-avatar slack-avatar-app' : 'slack-avatar'}
      style={app ? undefined : { background: `hsl(${hue} 40% 34%)` }}
      aria-hidden="true"
    >
      {initials}
    </span>
  );
}
