import { randomUUID } from 'node:crypto';
import type { RunningProgram } from '../programs.js';
import {
  createSubmission,
  createTriggeredCommand,
  type SignedRequest,
} from '../stubs/slack-requests.js';
import type { SlackStub } from '../stubs/slack-stub.js';
import { createUnlikeComplaint } from '../stubs/unlike-complaint.js';

/** The view of the intake form, as far as submissions need it. */
export interface FormView {
  readonly private_metadata: string;
}

/** Sends a request and reads the answer. Throws unless its status is 200. */
export async function sendRequest(
  { port }: RunningProgram,
  { path, ...request }: SignedRequest,
): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, request);
  await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`The program answered with ${answer.status}`);
}

/** Time from `/complaint` until the form is opened at Slack, ms. */
export async function timeForm(program: RunningProgram, stub: SlackStub): Promise<number> {
  const { request, trigger } = createTriggeredCommand();
  const started = performance.now();
  await sendRequest(program, request);
  return (await stub.whenOpened(trigger)) - started;
}

/** Opens the form of a bot. Returns its view. */
export async function openForm(bot: RunningProgram, stub: SlackStub): Promise<FormView> {
  await timeForm(bot, stub);
  return JSON.parse(await stub.openedView());
}

/** A new submission of the bare app's form, which has no state of its own. */
export function submitBare(view: FormView): SignedRequest {
  return createSubmission({ ...view }, VALUES);
}

let submitted = 0;

/** A new submission of the bot's form, filled in, for each of this many teams in turn. It is like no other. */
export function submitFilledIn(view: FormView, teams: number): SignedRequest {
  submitted += 1;
  const team = `team-${submitted % teams}`;
  const { account, description } = createUnlikeComplaint(submitted);
  const renewed = view.private_metadata.replace(
    /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/,
    randomUUID(),
  );
  const choice = { type: 'static_select', selected_option: { value: team } };
  return createSubmission(
    { ...view, private_metadata: renewed },
    {
      ...VALUES,
      category: { value: choice },
      account: toTextValue(account),
      description: toTextValue(description),
    },
  );
}

const toTextValue = (value: string) => ({ value: { type: 'plain_text_input', value } });
const toChoice = (type: string, value: string) => ({ value: { type, selected_option: { value } } });

const VALUES = {
  complainant: toTextValue('Mrs Smith'),
  account: toTextValue('4711'),
  description: toTextValue('The bill has been wrong three times, and nobody calls back.'),
  desiredOutcome: toTextValue('A right bill and an apology.'),
  impact: toChoice('radio_buttons', 'medium'),
  means: toChoice('static_select', 'phone'),
  isPublic: { value: { type: 'checkboxes', selected_options: [] } },
};
