import { type ReactNode, useMemo } from 'react';
import type { Names, Persona } from '../contract.ts';
import { OutsideLink } from '../parts/outside-link.tsx';
import { discordMoment, fullMoment } from '../time/discord-moment.ts';
import { type Block, type Inline, readMarkdown } from './markdown.ts';

/** What a text is read with: by whom, when, and who the ids in it are. */
export interface Reading {
  persona: Persona;
  names: Names;
  now: number;
  onShow: (room: string) => void;
}

export function MarkdownText({ text, reading }: { text: string; reading: Reading }) {
  const blocks = useMemo(() => readMarkdown(text), [text]);
  return <div className="dc-text">{blocks.map((block, index) => blockOf(block, index, reading))}</div>;
}

function blockOf(block: Block, key: number, reading: Reading): ReactNode {
  switch (block.is) {
    case 'text':
      return (
        <p key={key} className="dc-lines">
          {inlinesOf(block.inside, reading)}
        </p>
      );
    case 'heading':
      // Not a heading of this page: a message's own are looks to whoever reads the page by its headings.
      return (
        <p key={key} className={`dc-heading dc-heading-${block.level}`}>
          {inlinesOf(block.inside, reading)}
        </p>
      );
    case 'subtext':
      return (
        <p key={key} className="dc-subtext">
          {inlinesOf(block.inside, reading)}
        </p>
      );
    case 'list':
      return (
        <ul key={key} className="dc-list">
          {block.items.map(({ inside, depth, number }, index) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have nothing but their place
              key={index}
              style={{
                marginInlineStart: `${depth * 1.2}em`,
                listStyleType: number === null ? 'disc' : `"${number}. "`,
              }}
            >
              {inlinesOf(inside, reading)}
            </li>
          ))}
        </ul>
      );
    case 'quote':
      return <blockquote key={key}>{block.blocks.map((inner, index) => blockOf(inner, index, reading))}</blockquote>;
    case 'code-block':
      return (
        <pre key={key}>
          <code>{block.text}</code>
        </pre>
      );
  }
}

const tags = { bold: 'strong', italic: 'em', underline: 'u', strike: 's' } as const;

function inlinesOf(inlines: readonly Inline[], reading: Reading): ReactNode[] {
  return inlines.map((inline, key) => inlineOf(inline, key, reading));
}

function inlineOf(inline: Inline, key: number, reading: Reading): ReactNode {
  const { persona, names, now, onShow } = reading;
  switch (inline.is) {
    case 'text':
      return inline.text;
    case 'code':
      return <code key={key}>{inline.text}</code>;
    case 'link':
      return (
        <OutsideLink key={key} href={inline.href} who={persona.name}>
          {inlinesOf(inline.inside, reading)}
        </OutsideLink>
      );
    case 'person':
      return (
        <span key={key} className={inline.id === persona.id ? 'dc-mention dc-mention-you' : 'dc-mention'}>
          @{names[inline.id]?.name ?? 'unknown-user'}
        </span>
      );
    case 'role':
      return (
        <span key={key} className="dc-mention">
          @{names[inline.id]?.name ?? 'unknown-role'}
        </span>
      );
    case 'channel': {
      const name = names[inline.id]?.name;
      return name === undefined ? (
        <span key={key} className="dc-mention">
          # No Access
        </span>
      ) : (
        <button key={key} type="button" className="dc-mention" onClick={() => onShow(inline.id)}>
          #{name}
        </button>
      );
    }
    case 'everyone':
      return (
        <span key={key} className="dc-mention">
          {inline.text}
        </span>
      );
    case 'command':
      return (
        <span key={key} className="dc-mention">
          /{inline.name}
        </span>
      );
    case 'moment':
      return (
        <time
          key={key}
          className="dc-moment"
          dateTime={new Date(inline.at).toISOString()}
          title={fullMoment(inline.at, persona)}
        >
          {discordMoment(inline.at, inline.style, persona, now)}
        </time>
      );
    default: {
      const Tag = tags[inline.is];
      return <Tag key={key}>{inlinesOf(inline.inside, reading)}</Tag>;
    }
  }
}
