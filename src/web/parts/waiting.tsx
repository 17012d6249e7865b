/** Until there is something to show. It comes into sight only after a moment, so that a quick answer does not flicker. */
export function Waiting({ what = 'Loading' }: { what?: string }) {
  return (
    <p className="waiting" role="status">
      {what}…
    </p>
  );
}
