import { useRef, useState } from 'react';
import { Button } from './button.tsx';
import { Field } from './field.tsx';
import { Icon } from './icon.tsx';

/** Something to be taken elsewhere. Where copying is not allowed it is selected, to be copied by hand. */
export function CopyText({ label, text }: { label: string; text: string }) {
  const [said, setSaid] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied.');
    } catch {
      input.current?.select();
      setSaid('Copying is not allowed here: it is selected, so please copy it yourself.');
    }
  };
  return (
    <div className="copy-text">
      <Field label={label}>
        {(described) => (
          <input {...described} ref={input} readOnly value={text} onFocus={(event) => event.target.select()} />
        )}
      </Field>
      <Button onClick={() => void copy()}>
        <Icon name="copy" />
        Copy
      </Button>
      <p role="status" className="hint">
        {said}
      </p>
    </div>
  );
}
