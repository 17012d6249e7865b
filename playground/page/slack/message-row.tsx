import type { SlackMessage } from '../../slack/messages.ts';
import { Avatar } from '../parts/avatar.tsx';
import { dayOf } from '../time/format-moment.ts';
import { type Reader, slackMoment } from '../time/slack-moment.ts';
import { Blocks } from './blocks.tsx';
import { MrkdwnText } from './mrkdwn-text.tsx';
import { Notice } from './notice.tsx';
import { useSlack } from './slack-context.ts';
import { SurfaceOf } from './surface.tsx';
import { UnknownKind } from './unknown-kind.tsx';
import { useActing } from './use-acting.ts';

/** Milliseconds since the epoch. */
export function sentAt({ ts }: SlackMessage): number {
  return Number(ts) * 1_000;
}

export function MessageRow({ message }: { message: SlackMessage }) {
  const { screen, reader } = useSlack();
  const acting = useActing();
  const { name, kind } = screen.names[message.userId] ?? { name: message.userId, kind: 'person' };
  const at = sentAt(message);
  const time = slackMoment(at, '{time}', reader);
  return (
    <article
      className={message.onlyFor ? 'slack-message slack-ephemeral' : 'slack-message'}
      aria-label={`${name}, ${time}`}
    >
      <Avatar name={name} />
      <div className="slack-message-body">
        {message.onlyFor && <p className="slack-aside">Only visible to you</p>}
        {message.threadTs && message.threadTs !== message.ts && <p className="slack-aside">Replied to a thread</p>}
        <p className="slack-author">
          <strong>{name}</strong>
          {kind === 'bot' && <span className="slack-app-tag">APP</span>}
          <time dateTime={new Date(at).toISOString()} title={slackMoment(at, '{date_long} {time_secs}', reader) ?? ''}>
            {time}
          </time>
        </p>
        <SurfaceOf id={message.ts} place={{ message: message.ts }} acting={acting}>
          {message.blocks.length > 0 ? <Blocks blocks={message.blocks} /> : <MrkdwnText text={message.text} />}
        </SurfaceOf>
        {message.attachments.length > 0 && <UnknownKind kind="attachments" />}
        {message.fileIds.map((id) => (
          <PostedFile key={id} id={id} />
        ))}
        {message.history.length > 0 && <span className="slack-edited">(edited)</span>}
        <Notice text={acting.notice} onDismiss={acting.dismiss} />
      </div>
    </article>
  );
}

function PostedFile({ id }: { id: string }) {
  const { screen } = useSlack();
  const file = screen.files?.[id];
  if (!file) return <UnknownKind kind={`file ${id}`} />;
  return (
    <p className="slack-file">
      <a download={file.name} href={`data:application/octet-stream,${encodeURIComponent(file.content)}`}>
        {file.name}
      </a>
    </p>
  );
}

/** What stands between the messages of two days; null within one. */
export function dayBetween(before: SlackMessage | undefined, message: SlackMessage, reader: Reader): string | null {
  const at = sentAt(message);
  if (before && dayOf(sentAt(before), reader.zone) === dayOf(at, reader.zone)) return null;
  return slackMoment(at, '{day_divider_pretty}', reader);
}
