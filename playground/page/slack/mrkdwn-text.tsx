import { Fragment } from 'react';
import { OutsideLink } from '../parts/outside-link.tsx';
import { slackMoment } from '../time/slack-moment.ts';
import { type Inline, type Paragraph, readMrkdwn } from './mrkdwn.ts';
import { useSlack } from './slack-context.ts';

/** A text in Slack's markup. */
export function MrkdwnText({ text }: { text: string }) {
  return readMrkdwn(text).map((paragraph, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text has no other names for its parts
    <ParagraphText key={index} paragraph={paragraph} />
  ));
}

function ParagraphText({ paragraph }: { paragraph: Paragraph }) {
  if (paragraph.is === 'preformatted') return <pre className="slack-pre">{paragraph.text}</pre>;
  const lines = paragraph.lines.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text has no other names for its parts
    <Fragment key={index}>
      {index > 0 && <br />}
      <Inlines inlines={line} />
    </Fragment>
  ));
  return paragraph.is === 'quote' ? <blockquote className="slack-quote">{lines}</blockquote> : <p>{lines}</p>;
}

function Inlines({ inlines }: { inlines: Inline[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: a text has no other names for its parts
  return inlines.map((inline, index) => <InlineText key={index} inline={inline} />);
}

function InlineText({ inline }: { inline: Inline }) {
  const { screen, reader } = useSlack();
  switch (inline.is) {
    case 'text':
      return inline.text;
    case 'bold':
      return (
        <strong>
          <Inlines inlines={inline.inside} />
        </strong>
      );
    case 'italic':
      return (
        <em>
          <Inlines inlines={inline.inside} />
        </em>
      );
    case 'strike':
      return (
        <s>
          <Inlines inlines={inline.inside} />
        </s>
      );
    case 'code':
      return <code className="slack-code">{inline.text}</code>;
    case 'link':
      return <Link url={inline.url} text={inline.text} />;
    case 'mention': {
      const name = screen.names[inline.id]?.name ?? (inline.label || inline.id);
      return <span className="slack-mention">{`${inline.kind === 'person' ? '@' : '#'}${name}`}</span>;
    }
    case 'broadcast':
      return <span className="slack-mention slack-mention-all">@{inline.name}</span>;
    case 'moment': {
      const written = slackMoment(inline.at, inline.format, reader) ?? inline.fallback;
      if (inline.url) return <Link url={inline.url} text={written} />;
      return <time dateTime={new Date(inline.at).toISOString()}>{written}</time>;
    }
  }
}

function Link({ url, text }: { url: string; text: string }) {
  const { persona } = useSlack();
  return (
    <OutsideLink href={url} who={persona.name}>
      {text}
    </OutsideLink>
  );
}

/** A text object, with or without markup. */
export function TextObject({ of }: { of: Record<string, unknown> }) {
  const text = typeof of.text === 'string' ? of.text : '';
  if (of.type === 'mrkdwn') return <MrkdwnText text={text} />;
  return <p className="slack-plain">{text}</p>;
}
