/** Stands where something would be that the page does not know: whoever teaches the bot a new kind sees at once what is missing here. */
export function CannotShow({ what }: { what: string }) {
  return (
    <p className="dc-cannot" role="alert">
      The playground cannot show: {what}
    </p>
  );
}
