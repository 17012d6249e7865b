import { Icon } from './icon.tsx';
import { type MeetingStatus, statusLook } from './session-words.ts';

export function Status({ status }: { status: MeetingStatus }) {
  const { words, icon } = statusLook[status];
  return (
    <span className={`status status-${status}`}>
      <Icon name={icon} />
      {words}
    </span>
  );
}
