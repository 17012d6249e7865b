import { accessOperations } from './access-operations.ts';
import { meetingOperations } from './meeting-operations.ts';
import { mentorOperations } from './mentor-operations.ts';
import { myOperations } from './my-operations.ts';
import type { Operation } from './operation.ts';
import { programOperations } from './program-operations.ts';

/** Everything that can be asked over HTTP, in the order of the document. */
export const operations: readonly Operation[] = [
  ...meetingOperations,
  ...mentorOperations,
  ...myOperations,
  ...programOperations,
  ...accessOperations,
];
