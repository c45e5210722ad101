import { randomUUID } from 'node:crypto';
import { costFigures } from './acknowledgement.js';
import type { Figure } from './figures.js';
import { type Cost, cost } from './load.js';
import { startBot, startPeer } from './programs.js';
import { type SignedRequest, slashCommand, submission } from './stubs/slack-requests.js';
import { startSlackStub } from './stubs/slack-stub.js';

const AMOUNT = 300;

/** A submitted form to its durable record to its acknowledgement, beside a bare Bolt app with one durable insert. */
export async function submissions(pairs: number): Promise<readonly Figure[]> {
  const stub = await startSlackStub();
  const bot = await startBot(stub.url);
  await cost(bot, bot.port, 1, 1, slashCommand);
  const opened = await stub.openedView();
  const peer = await startPeer(stub.url, opened);
  const view = JSON.parse(opened) as View;
  const ours = (): SignedRequest => filled(view);
  const theirs = (): SignedRequest => submission({ ...view }, VALUES);
  await cost(bot, bot.port, 10, AMOUNT, ours);
  await cost(peer, peer.port, 10, AMOUNT, theirs);
  const measured: (readonly [Cost, Cost])[] = [];
  for (let n = 0; n < pairs; n += 1) {
    measured.push([
      await cost(bot, bot.port, 10, AMOUNT, ours),
      await cost(peer, peer.port, 10, AMOUNT, theirs),
    ]);
  }
  await bot.stop();
  await peer.stop();
  await stub.stop();
  return costFigures('submission-10', measured);
}

interface View {
  readonly private_metadata: string;
}

let submitted = 0;

/** The form filled in, as a submission of its own, for one of the twenty teams. */
function filled(view: View): SignedRequest {
  submitted += 1;
  const team = `team-${submitted % 20}`;
  const renewed = view.private_metadata.replace(
    /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/,
    randomUUID(),
  );
  const choice = { type: 'static_select', selected_option: { value: team } };
  return submission(
    { ...view, private_metadata: renewed },
    { ...VALUES, category: { value: choice } },
  );
}

const text = (value: string) => ({ value: { type: 'plain_text_input', value } });
const chosen = (type: string, value: string) => ({ value: { type, selected_option: { value } } });

const VALUES = {
  complainant: text('Mrs Smith'),
  account: text('4711'),
  description: text('The bill has been wrong three times, and nobody calls back.'),
  desiredOutcome: text('A right bill and an apology.'),
  impact: chosen('radio_buttons', 'medium'),
  means: chosen('static_select', 'phone'),
  isPublic: { value: { type: 'checkboxes', selected_options: [] } },
};
