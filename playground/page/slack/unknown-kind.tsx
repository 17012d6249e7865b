/** What this page has no picture of is said, never left out. */
export function UnknownKind({ kind }: { kind: string }) {
  return <p className="slack-unknown">The playground cannot show: {kind || 'nothing'}</p>;
}
