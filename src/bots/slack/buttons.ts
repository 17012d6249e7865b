import type { BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { ModalView } from '@slack/web-api';
import { decodeAction } from '#bots/action-id.ts';
import type { MeetingId } from '#core/ids.ts';
import type { Action } from '#core/messages/action.ts';
import { plainMessage, say } from '#core/messages/message.ts';
import { sendCalendarFile } from './calendar-file.ts';
import { showing } from './dispatcher.ts';
import { type Arrival, anyReader, arrive, type Front, tellDirectly } from './front.ts';
import { mentorView } from './mentor-view.ts';
import { messageView, oneMoment } from './message-view.ts';
import { formAgain, formForMeeting, formForMentor } from './open-form.ts';
import { type ButtonBody, type PressPlace, pressPlace } from './press-place.ts';
import { reasonView } from './reason-view.ts';
import { showPrepared } from './screen.ts';
import { slackErrorCode } from './slack-error.ts';
import { emptyBooking, timeView } from './time-view.ts';
import { within } from './within.ts';

export type Press = Pick<SlackActionMiddlewareArgs<BlockAction<ButtonAction>>, 'ack' | 'action' | 'body'>;

/** Milliseconds after which somebody who pressed a button on the Home tab, where nothing moves by itself, is told to wait. */
const beforeWaiting = 1_000;

const outdated = plainMessage(
  say`This button is from an older version. ${{ command: 'meetings' }} shows your sessions as they are now.`,
);

/** Answers buttons. What a button is about is in its action_id, so it works after any restart. */
export function createButtons(front: Front): (press: Press) => Promise<void> {
  const { desk, dispatcher, homePages, log } = front;

  async function carryOut(action: Action, place: PressPlace, body: ButtonBody): Promise<void> {
    const userId = body.user.id;
    const form = (make: (arrival: Arrival) => Promise<ModalView>) =>
      showPrepared(place.screen, arrive(front, userId).then(make), messageView(oneMoment, anyReader));

    switch (action.do) {
      case 'explain':
        return place.screen.show(reasonView(action.meeting));
      case 'book': {
        const { mentor } = action;
        if (mentor === '') return place.screen.show(timeView(emptyBooking, anyReader));
        return form((arrival) => formForMentor(front, arrival, mentor));
      }
      case 'reschedule':
        return form((arrival) => formForMeeting(front, arrival, action.meeting));
      case 'retry':
      case 'other-zone':
        return form((arrival) => formAgain(front, arrival, action.form));
      case 'retry-mentor':
        return form(async ({ visitor }) => mentorView(await desk.mentorForm(visitor)));
      case 'calendar-file':
        return giveCalendarFile(action.meeting, place, userId);
      case 'pick':
        return answered(place, userId, async ({ visitor }) => {
          const { message } = await desk.pick(visitor, action.form, action.at);
          return { card: null, reply: message };
        });
      default:
        return answered(place, userId, ({ visitor }) => desk.press(visitor, action));
    }
  }

  async function answered(
    place: PressPlace,
    userId: string,
    ask: (arrival: Arrival) => ReturnType<typeof desk.press>,
  ): Promise<void> {
    const asking = arrive(front, userId).then(async (arrival) => ({ arrival, pressed: await ask(arrival) }));
    if (place.kind === 'home' && !(await within(beforeWaiting, asking)).done) {
      await place.screen.show(messageView(oneMoment, anyReader));
    }
    const { arrival, pressed } = await asking;
    const answer = pressed.reply ?? pressed.card;
    if (answer) await showing(answer, () => place.show(pressed, arrival.reader));
    if (place.kind === 'home') await publishHome(userId, arrival);
  }

  async function publishHome(userId: string, { visitor }: Arrival): Promise<void> {
    const make = async () => ({ home: await desk.home(visitor.person), zone: visitor.person.zone });
    // What was asked for is done and said; the tab is drawn again when it is opened.
    await homePages.publish(userId, make).catch((error: unknown) => {
      log.warn({ slackError: slackErrorCode(error) ?? undefined }, 'A Home tab could not be drawn');
    });
  }

  async function giveCalendarFile(meetingId: MeetingId, place: PressPlace, userId: string): Promise<void> {
    const { visitor, reader } = await arrive(front, userId);
    const { file, message } = await desk.calendarFile(visitor, meetingId);
    await place.whisper(message, reader);
    if (file) await sendCalendarFile(front, { userId, channelId: place.directChannel, file });
  }

  return ({ ack, action, body }) => {
    const place = pressPlace(front, body);
    const wanted = decodeAction(action.action_id);
    return dispatcher.run({
      name: `button ${wanted?.do ?? 'unknown'}`,
      undone: 'Nothing was changed.',
      async work() {
        await ack();
        if (wanted) await carryOut(wanted, place, body);
        else await place.whisper(outdated, anyReader);
      },
      tell: [(message) => place.whisper(message, anyReader), tellDirectly(front, body.user.id)],
    });
  };
}
