import { stringOf, textOf } from './fields.ts';
import { linkAddress } from './link-address.ts';
import type { Placed } from './placed.ts';
import { useSlack } from './slack-context.ts';
import { useSurface } from './surface.tsx';

const looks: Record<string, string> = { primary: 'slack-button slack-primary', danger: 'slack-button slack-danger' };

export function ButtonElement({ placed }: { placed: Placed }) {
  const { persona } = useSlack();
  const { press, isUnderWay } = useSurface();
  const { element } = placed;
  const busy = isUnderWay(placed);
  const address = element.url === undefined ? null : linkAddress(stringOf(element.url), persona.name);
  const common = {
    className: looks[stringOf(element.style)] ?? 'slack-button',
    'aria-label': stringOf(element.accessibility_label) || undefined,
    onClick: () => press(placed),
  };
  if (address !== null)
    return (
      <a {...common} href={address} target="_blank" rel="noopener">
        {textOf(element.text)}
      </a>
    );
  return (
    <button {...common} type="button" aria-busy={busy} aria-disabled={busy}>
      {textOf(element.text)}
    </button>
  );
}
