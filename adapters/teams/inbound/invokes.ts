import type {
  AdaptiveCardInvokeResponse,
  MessagingExtensionActionResponse,
  TaskModuleResponse,
} from 'botbuilder';
import type { Incoming, Intake, Reply } from '../../../src/ports/intake.js';
import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import type { Running } from '../../shared/running.js';
import { type ActionData, isOfMessage, readActionData } from '../render/action-data.js';
import type { Seals } from '../render/form/seal.js';
import { parseAction, parseExtension, zoneOf } from './parse.js';
import { cardActionValue, type PersonActivity, taskValue } from './payloads.js';
import {
  type Answering,
  type Asked,
  cardAnswer,
  dialogAnswer,
  unknownCardAction,
  words,
} from './reply.js';

/** Teams waits 5 s for an invoke; what is left is for the way there and back. Ms. */
export const PATIENCE_MS = 4000;

export interface InvokeOptions {
  readonly intake: Intake;
  readonly answering: Answering;
  readonly seals: Seals;
  readonly running: Running;
  /** Longest wait for the core, ms of real time. */
  readonly patienceMs: number;
}

/** What an invoke is answered, by the library's types. */
export interface Answered<T> {
  readonly response: T;
  /** The core did not answer in time. */
  readonly isLate: boolean;
}

/**
 * Answers something done for or in a dialog after the core has, which does so after its commit. What
 * is done in a dialog that we did not draw for this person goes no further.
 */
export async function answerDialog(
  options: InvokeOptions,
  activity: PersonActivity,
  by: Asked['by'],
): Promise<Answered<TaskModuleResponse>> {
  const inputs = taskValue.safeParse(activity.value).data?.data;
  const data = readActionData(inputs);
  if (data === undefined || (by === 'fetch' && !isOfMessage(data))) {
    return atOnce(unknownButton(options, activity));
  }
  const { answering, seals } = options;
  const incoming = parseAction(activity, data, inputs, answering.tenant);
  const zone = zoneIn(data) ?? incoming.zone;
  const asked: Asked = { by, data, inputs, zone, seal: seals.for(incoming.account.userId) };
  if (by === 'submit' && data.kind !== 'open' && !seals.isOurs(incoming.account.userId, data)) {
    answering.logger.warn(
      { kind: data.kind },
      'a dialog that was not drawn for the person was used',
    );
    return atOnce(dialogAnswer(answering, asked, OPEN_AGAIN));
  }
  const { reply, isLate } = await patiently(options, incoming);
  return { response: dialogAnswer(answering, asked, reply), isLate };
}

const OPEN_AGAIN: Reply = { kind: 'notice', notice: { text: TEAMS_TEXT.openAgain, blocks: [] } };

function unknownButton(
  { answering, seals }: InvokeOptions,
  { from }: PersonActivity,
): TaskModuleResponse {
  return words(answering, TEAMS_TEXT.unknownButton, { seal: seals.for(from.aadObjectId) });
}

/** A form that follows a form asks in the same zone. */
function zoneIn(data: ActionData): string | null {
  return data.kind === 'submit' ? data.zone : null;
}

/** Answers a command of the message extension, like {@link answerDialog}. */
export async function answerExtension(
  options: InvokeOptions,
  activity: PersonActivity,
): Promise<Answered<MessagingExtensionActionResponse>> {
  const incoming = parseExtension(activity, options.answering.tenant);
  if (incoming === undefined) return atOnce(unknownButton(options, activity));
  const { reply, isLate } = await patiently(options, incoming);
  const seal = options.seals.for(activity.from.aadObjectId);
  const nothing = { data: undefined, inputs: undefined };
  const asked: Asked = { by: 'fetch', ...nothing, zone: zoneOf(activity), seal };
  return { response: dialogAnswer(options.answering, asked, reply), isLate };
}

/** Answers a button that acts, like {@link answerDialog}. */
export async function answerCard(
  options: InvokeOptions,
  activity: PersonActivity,
): Promise<Answered<AdaptiveCardInvokeResponse>> {
  const inputs = cardActionValue.safeParse(activity.value).data?.action.data;
  const data = readActionData(inputs);
  if (data === undefined || !isOfMessage(data)) return atOnce(unknownCardAction());
  const incoming = parseAction(activity, data, inputs, options.answering.tenant);
  const { reply, isLate } = await patiently(options, incoming);
  return { response: cardAnswer(reply), isLate };
}

function atOnce<T>(response: T): Answered<T> {
  return { response, isLate: false };
}

/**
 * The core's reply, or, when it does not come in time, words that say so: better than Teams' own,
 * which tell nothing. The core goes on, and knows what is sent again by its event id.
 */
async function patiently(
  { intake, running, patienceMs, answering }: InvokeOptions,
  incoming: Incoming,
): Promise<{ readonly reply: Reply; readonly isLate: boolean }> {
  const { kind } = incoming.gesture;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Reply>((resolve) => {
    timer = setTimeout(() => {
      answering.logger.warn({ gesture: kind }, 'a gesture took longer than Teams waits');
      resolve(kind === 'submit' ? LATE_FORM : LATE);
    }, patienceMs);
  });
  try {
    const reply = await Promise.race([running.track(intake.handle(incoming)), late]);
    return { reply, isLate: reply === LATE || reply === LATE_FORM };
  } finally {
    clearTimeout(timer);
  }
}

const LATE: Reply = { kind: 'notice', notice: { text: TEAMS_TEXT.late, blocks: [] } };
const LATE_FORM: Reply = {
  kind: 'faults',
  faults: [{ field: null, message: TEAMS_TEXT.lateForm }],
};
