import { useId, useState } from 'react';
import type { DiscordMessage, Seen } from '../contract.ts';
import { Avatar } from '../parts/avatar.tsx';
import { fullMoment } from '../time/discord-moment.ts';
import { messageTime } from '../time/format-moment.ts';
import { Attachment } from './attachment.tsx';
import { Embed } from './embed.tsx';
import { MarkdownText, type Reading } from './markdown-text.tsx';
import { MessageComponents, type Uses } from './message-components.tsx';

/** What a person does with a message's buttons and selects. */
export interface MessageActs {
  press: (message: string, customId: string) => Promise<Seen>;
  choose: (message: string, customId: string, values: string[]) => Promise<Seen>;
  dismiss: (message: string) => void;
}

export function Message({
  message,
  repliesTo,
  reading,
  acts,
}: {
  message: DiscordMessage;
  /** The message that it replies to, where it is still there. */
  repliesTo: DiscordMessage | undefined;
  reading: Reading;
  acts: MessageActs;
}) {
  const head = useId();
  const [failure, setFailure] = useState<string | null>(null);
  const { persona, names, now } = reading;
  const author = names[message.authorId];
  const name = author?.name ?? 'unknown-user';
  const pinged = message.pings.everyone || message.pings.users.includes(persona.id);

  const tried = async (doing: Promise<Seen>): Promise<void> => {
    setFailure(null);
    const { ok, notice } = await doing;
    if (!ok) setFailure(notice ?? 'This interaction failed');
  };
  const uses: Uses = {
    persona,
    press: (customId) => tried(acts.press(message.id, customId)),
    choose: (customId, values) => tried(acts.choose(message.id, customId, values)),
  };

  return (
    <article
      className={['dc-message', pinged ? 'dc-pinged' : '', message.ephemeral ? 'dc-ephemeral' : ''].join(' ').trim()}
      aria-labelledby={head}
      data-message={message.id}
      tabIndex={-1}
    >
      <Above message={message} repliesTo={repliesTo} reading={reading} />
      <Avatar name={name} />
      <div className="dc-message-body">
        <header className="dc-message-head" id={head}>
          <strong>{name}</strong>
          {author?.kind === 'bot' ? <span className="dc-tag">APP</span> : null}
          <time dateTime={new Date(message.createdAt).toISOString()} title={fullMoment(message.createdAt, persona)}>
            {messageTime(message.createdAt, persona, now)}
          </time>
          {pinged ? <span className="dc-you">mentions you</span> : null}
        </header>
        {message.loading ? (
          <p className="dc-thinking">
            <span className="dc-dots" aria-hidden="true" /> {name} is thinking…
          </p>
        ) : (
          <Contents message={message} reading={reading} />
        )}
        <MessageComponents components={message.components} uses={uses} />
        {failure === null ? null : (
          <p className="dc-failure" role="alert">
            {failure}
          </p>
        )}
        {message.ephemeral ? (
          <p className="dc-only-you">
            Only you can see this ·{' '}
            <button type="button" className="dc-link" onClick={() => acts.dismiss(message.id)}>
              Dismiss message
            </button>
          </p>
        ) : null}
      </div>
    </article>
  );
}

function Contents({ message, reading }: { message: DiscordMessage; reading: Reading }) {
  const { persona } = reading;
  return (
    <>
      {message.content === '' ? null : <MarkdownText text={message.content} reading={reading} />}
      {message.editedAt === null ? null : (
        <span className="dc-edited" title={fullMoment(message.editedAt, persona)}>
          (edited)
        </span>
      )}
      {message.embeds.map((embed, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: embeds have nothing but their place
        <Embed key={index} embed={embed} reading={reading} />
      ))}
      {message.attachments.map((file) => (
        <Attachment key={file.filename} file={file} />
      ))}
    </>
  );
}

/** The line above a message: what it replies to, or the command that it answers. */
function Above({
  message,
  repliesTo,
  reading,
}: {
  message: DiscordMessage;
  repliesTo: DiscordMessage | undefined;
  reading: Reading;
}) {
  const nameOf = (id: string): string => reading.names[id]?.name ?? 'unknown-user';
  if (repliesTo) {
    const line = repliesTo.text.split('\n')[0] ?? '';
    return (
      <p className="dc-above">
        <span className="dc-unseen">Replies to </span>
        <strong>{nameOf(repliesTo.authorId)}</strong> <span className="dc-above-text">{plainly(line)}</span>
      </p>
    );
  }
  if (message.used) {
    return (
      <p className="dc-above">
        <strong>{nameOf(message.used.user)}</strong> used <span className="dc-mention">/{message.used.name}</span>
      </p>
    );
  }
  return null;
}

/** The one line of a reply is shown without its marks. */
function plainly(line: string): string {
  return line.replace(/\\([^0-9A-Za-z\s])|[*_~`]+/g, '$1').replace(/<[^>]+>/g, '…');
}
