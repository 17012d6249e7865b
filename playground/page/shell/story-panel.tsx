import type { Action, Seen, Story } from '../contract.ts';
import { BeginAgain } from './begin-again.tsx';
import { useTold } from './use-told.ts';

/** The scripted day, played on the same stage. */
export function StoryPanel({ story, act }: { story: Story; act: (action: Action) => Promise<Seen> }) {
  const { steps, playing } = story;
  const { said, tell } = useTold(act);
  const at = steps.findIndex(({ state }) => state === 'to come');
  const busy = steps.some(({ state }) => state === 'playing');
  const over = at === -1;
  return (
    <section className="pg-panel" aria-labelledby="pg-story">
      <h2 id="pg-story">The story</h2>
      {steps.length === 0 ? (
        <p>You have begun a story of your own. The scripted one needs a fresh stage.</p>
      ) : (
        <>
          <p>
            The cast plays a whole day, step by step. Every step is checked, and everything happens in the panes beside.
          </p>
          <div className="pg-row">
            <button type="button" disabled={over || busy || playing} onClick={() => void tell({ do: 'story.next' })}>
              Next step
            </button>
            <button
              type="button"
              aria-pressed={playing}
              disabled={over && !playing}
              onClick={() => void tell({ do: playing ? 'story.pause' : 'story.play' })}
            >
              {playing ? 'Pause' : 'Play it all'}
            </button>
          </div>
        </>
      )}
      <BeginAgain onBegin={() => tell({ do: 'story.again' })} />
      <p role="status">{said}</p>
      {steps.length === 0 ? null : (
        <ol className="pg-steps">
          {steps.map(({ scene, title, state, why }, index) => (
            <li key={`${scene} ${title}`} aria-current={index === at ? 'step' : undefined} data-state={state}>
              {scene === steps[index - 1]?.scene ? null : <strong>{scene}</strong>}
              <span>
                {title} <em>({state})</em>
              </span>
              {why ? <span className="pg-why">{why}</span> : null}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
