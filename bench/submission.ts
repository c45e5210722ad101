import { randomUUID } from 'node:crypto';
import { toCostFigures } from './acknowledgement.js';
import type { Figure } from './figures.js';
import { type Cost, measureCost } from './load.js';
import { startBot, startPeer } from './programs.js';
import {
  createSlashCommand,
  createSubmission,
  type SignedRequest,
} from './stubs/slack-requests.js';
import { startSlackStub } from './stubs/slack-stub.js';

const AMOUNT = 300;

/** Measures a submission until its durable record and acknowledgement, beside a bare Bolt app with one durable insert. */
export async function measureSubmission(pairs: number): Promise<readonly Figure[]> {
  const stub = await startSlackStub();
  const bot = await startBot(stub.url);
  await measureCost(bot, bot.port, 1, 1, createSlashCommand);
  const opened = await stub.openedView();
  const peer = await startPeer(stub.url, opened);
  const view = JSON.parse(opened) as View;
  const ours = (): SignedRequest => fillInForm(view);
  const theirs = (): SignedRequest => createSubmission({ ...view }, VALUES);
  await measureCost(bot, bot.port, 10, AMOUNT, ours);
  await measureCost(peer, peer.port, 10, AMOUNT, theirs);
  const measured: (readonly [Cost, Cost])[] = [];
  for (let n = 0; n < pairs; n += 1) {
    measured.push([
      await measureCost(bot, bot.port, 10, AMOUNT, ours),
      await measureCost(peer, peer.port, 10, AMOUNT, theirs),
    ]);
  }
  await bot.stop();
  await peer.stop();
  await stub.stop();
  return toCostFigures('submission-10', measured);
}

interface View {
  readonly private_metadata: string;
}

let submitted = 0;

/** A new submission of the filled-in form, for one of the twenty teams. */
function fillInForm(view: View): SignedRequest {
  submitted += 1;
  const team = `team-${submitted % 20}`;
  const renewed = view.private_metadata.replace(
    /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/,
    randomUUID(),
  );
  const choice = { type: 'static_select', selected_option: { value: team } };
  return createSubmission(
    { ...view, private_metadata: renewed },
    { ...VALUES, category: { value: choice } },
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
