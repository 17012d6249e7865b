import type { ShownMessage } from '../../discord/message.ts';

/** A file as a box: its name, its size, and a look into it where it is text. */
export function Attachment({ file }: { file: ShownMessage['attachments'][number] }) {
  const size = file.size < 1_024 ? `${file.size} bytes` : `${(file.size / 1_024).toFixed(1)} KB`;
  return (
    <div className="dc-file">
      <p className="dc-file-name">
        {file.text === null ? (
          file.filename
        ) : (
          <a
            download={file.filename}
            href={`data:${file.contentType.split(';')[0]};charset=utf-8,${encodeURIComponent(file.text)}`}
          >
            {file.filename}
          </a>
        )}
      </p>
      <p className="dc-hint">{size}</p>
      {file.text === null ? null : (
        <details>
          <summary>Look into {file.filename}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be in reach of the arrow keys */}
          <pre tabIndex={0}>{file.text}</pre>
        </details>
      )}
    </div>
  );
}
