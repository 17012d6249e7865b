import { ElementView } from './element-view.tsx';
import { type Fields, fieldsOf, listOf, stringOf, textOf } from './fields.ts';
import { InputBlock } from './input-block.tsx';
import { TextObject } from './mrkdwn-text.tsx';
import { placed } from './placed.ts';
import { UnknownKind } from './unknown-kind.tsx';

/** Block Kit, as far as Confab uses it and a little beyond. */
export function Blocks({ blocks }: { blocks: readonly Fields[] }) {
  return blocks.map((block, index) => <BlockView key={stringOf(block.block_id) || index} block={block} />);
}

function BlockView({ block }: { block: Fields }) {
  switch (block.type) {
    case 'section':
      return <Section block={block} />;
    case 'header':
      return <h4 className="slack-header">{textOf(block.text)}</h4>;
    case 'divider':
      return <hr className="slack-divider" />;
    case 'context':
      return (
        <div className="slack-context">
          {listOf(block.elements).map((element, index) =>
            element.type === 'mrkdwn' || element.type === 'plain_text' ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: texts have no names
              <TextObject key={index} of={element} />
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: texts have no names
              <UnknownKind key={index} kind={stringOf(element.type)} />
            ),
          )}
        </div>
      );
    case 'actions':
      return (
        <div className="slack-actions">
          {listOf(block.elements).map((element) => (
            <ElementView key={stringOf(element.action_id)} placed={placed(block, element)} />
          ))}
        </div>
      );
    case 'input':
      return <InputBlock block={block} />;
    default:
      return <UnknownKind kind={stringOf(block.type)} />;
  }
}

function Section({ block }: { block: Fields }) {
  return (
    <div className="slack-section">
      <div className="slack-section-text">
        {block.text !== undefined && <TextObject of={fieldsOf(block.text)} />}
        {block.fields !== undefined && (
          <div className="slack-fields">
            {listOf(block.fields).map((field, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: texts have no names
              <TextObject key={index} of={field} />
            ))}
          </div>
        )}
      </div>
      {block.accessory !== undefined && <ElementView placed={placed(block, fieldsOf(block.accessory))} />}
    </div>
  );
}
