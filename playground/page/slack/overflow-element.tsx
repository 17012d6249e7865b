import { linkAddress } from '../parts/link-address.ts';
import { listOf, stringOf } from './fields.ts';
import { Menu } from './menu.tsx';
import { optionOf, type Placed } from './placed.ts';
import { useSlack } from './slack-context.ts';
import { useSurface } from './surface.tsx';

/** The menu behind three dots. Nothing stays chosen in it. */
export function OverflowElement({ placed }: { placed: Placed }) {
  const { persona } = useSlack();
  const { tell } = useSurface();
  const items = listOf(placed.element.options).map((option) => {
    const { value, label } = optionOf(option);
    return {
      name: label,
      pick: () => {
        const address = option.url === undefined ? null : linkAddress(stringOf(option.url), persona.name);
        if (address !== null) window.open(address, '_blank', 'noopener');
        tell(placed, value);
      },
    };
  });
  return <Menu label="More actions" face="⋯" items={items} />;
}
