import { useState } from 'react';

/** A switch of the world around. It shows at once what was chosen, and goes back where that could not be. */
export function Switch({
  label,
  on,
  onSwitch,
}: {
  label: string;
  on: boolean;
  /** Resolves with whether it was done. */
  onSwitch: (on: boolean) => Promise<boolean>;
}) {
  // What was chosen, until the stage is heard to be so.
  const [wanted, want] = useState<boolean | null>(null);
  if (wanted === on) want(null);
  const choose = async (chosen: boolean): Promise<void> => {
    want(chosen);
    if (!(await onSwitch(chosen))) want(null);
  };
  return (
    <label className="pg-check">
      <input type="checkbox" checked={wanted ?? on} onChange={({ target }) => void choose(target.checked)} />
      {label}
    </label>
  );
}
