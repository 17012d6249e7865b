import { Fragment } from 'react';
import type { SlackRoom } from '../contract.ts';
import { dayBetween, MessageRow } from './message-row.tsx';
import { useSlack } from './slack-context.ts';

/** The messages of a room. The style sheet keeps its end in sight, unless somebody scrolled away to read. */
export function MessageLog({ room }: { room: SlackRoom }) {
  const { reader } = useSlack();
  const messages = room.messages.filter(({ deleted }) => !deleted);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section className="slack-scroll" aria-label={`Messages in ${room.name}`} tabIndex={0}>
      <div role="log" aria-live="polite" aria-relevant="additions" className="slack-log">
        {messages.length === 0 && <p className="slack-empty">Nothing was said here yet.</p>}
        {messages.map((message, index) => {
          const day = dayBetween(messages[index - 1], message, reader);
          return (
            <Fragment key={message.ts}>
              {day !== null && <p className="slack-day">{day}</p>}
              <MessageRow message={message} />
            </Fragment>
          );
        })}
      </div>
    </section>
  );
}
