import { useEffect } from 'react';
import { Blocks } from './blocks.tsx';
import { Notice } from './notice.tsx';
import { useSlack } from './slack-context.ts';
import { SurfaceOf } from './surface.tsx';
import { useActing } from './use-acting.ts';

/** The app's Home tab. The app hears each time it is opened. */
export function HomeTab() {
  const { screen, persona } = useSlack();
  const acting = useActing();
  const { home } = screen;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each person who opens it
  useEffect(() => void acting.run('open', { do: 'slack.home', user: persona.id }), [persona.id]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section className="slack-home" aria-label="Home" tabIndex={0}>
      <Notice text={acting.notice} onDismiss={acting.dismiss} />
      {home ? (
        <SurfaceOf id={home.id} place={{ home: true }} acting={acting} values={home.values}>
          <Blocks blocks={home.blocks} />
        </SurfaceOf>
      ) : (
        <p className="slack-empty">{acting.underWay.has('open') ? 'Loading…' : 'There is nothing here yet.'}</p>
      )}
    </section>
  );
}
