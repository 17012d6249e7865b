/** What Slack says when something went wrong. */
export function Notice({ text, onDismiss }: { text: string | null; onDismiss: () => void }) {
  if (text === null) return null;
  return (
    <div className="slack-notice" role="alert">
      <span aria-hidden="true">⚠</span>
      <span>{text}</span>
      <button type="button" className="slack-quiet" aria-label="Dismiss this" onClick={onDismiss}>
        ×
      </button>
    </div>
  );
}
