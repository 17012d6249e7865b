import { linkAddress } from '../parts/link-address.ts';
import { OutsideLink } from '../parts/outside-link.tsx';
import { stringOf, textOf } from './fields.ts';
import type { Placed } from './placed.ts';
import { useSlack } from './slack-context.ts';
import { useSurface } from './surface.tsx';

const looks: Record<string, string> = { primary: 'slack-button slack-primary', danger: 'slack-button slack-danger' };

export function ButtonElement({ placed }: { placed: Placed }) {
  const { persona } = useSlack();
  const { press, isUnderWay } = useSurface();
  const { element } = placed;
  const busy = isUnderWay(placed);
  const url = stringOf(element.url);
  const common = {
    className: looks[stringOf(element.style)] ?? 'slack-button',
    'aria-label': stringOf(element.accessibility_label) || undefined,
    onClick: () => press(placed),
  };
  if (linkAddress(url, persona.name) !== null)
    return (
      <OutsideLink {...common} href={url} who={persona.name}>
        {textOf(element.text)}
      </OutsideLink>
    );
  return (
    <button {...common} type="button" aria-busy={busy} aria-disabled={busy}>
      {textOf(element.text)}
    </button>
  );
}
