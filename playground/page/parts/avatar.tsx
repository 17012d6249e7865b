import '../style/avatar.css';

/** Initials on a colour that is always the same for the same name; decoration, as the name stands beside it. */
export function Avatar({ name }: { name: string }) {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '');
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 997;
  return (
    <span className={`pg-avatar pg-avatar-${sum % 6}`} aria-hidden="true">
      {initials.join('').toUpperCase()}
    </span>
  );
}
