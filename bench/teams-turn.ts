import { randomUUID } from 'node:crypto';
import { costFigures } from './acknowledgement.js';
import type { Figure } from './figures.js';
import { type Cost, cost, type LoadRequest } from './load.js';
import { startTeamsBot, startTeamsEcho } from './programs.js';
import { fetchForm, submitForm } from './teams-requests.js';
import { startTeamsStub, type TeamsStub } from './teams-stub.js';

/** Few: Teams takes 30 messages a second of a tenant, and the bot posts two for each. */
const AMOUNT = 100;
/** Requests before anything is measured, so that all are compiled and warm. */
const WARM_UP = 200;
/** The team's and the reporter's. */
const CARDS = 2;

/**
 * One Teams turn, filing by a dialog's submit: beside a bare CloudAdapter that echoes the same
 * request, and beside the same with one durable insert and as many messages as the bot posts. What
 * the bot does after its answer, both cards on their way, counts as well.
 */
export async function teamsTurns(pairs: number): Promise<readonly Figure[]> {
  const stub = await startTeamsStub();
  const bot = await startTeamsBot(stub.url);
  const form = await openedForm(stub, bot.port);
  const ours = (): LoadRequest => submitForm(stub, filled(form));
  const turns = async (amount: number): Promise<Cost> => {
    const wanted = stub.posts() + CARDS * amount;
    return cost(bot, bot.port, 10, amount, ours, () => posted(stub, wanted));
  };
  const figures: Figure[] = [];
  for (const keeps of [false, true]) {
    const peer = await startTeamsEcho(stub.url, keeps);
    await turns(WARM_UP);
    await cost(peer, peer.port, 10, WARM_UP, ours);
    const measured: (readonly [Cost, Cost])[] = [];
    for (let n = 0; n < pairs; n += 1) {
      measured.push([await turns(AMOUNT), await cost(peer, peer.port, 10, AMOUNT, ours)]);
    }
    await peer.stop();
    figures.push(...costFigures(keeps ? 'teams-turn-kept' : 'teams-turn-echo', measured));
  }
  await bot.stop();
  await stub.stop();
  return figures;
}

/** Until the stub has taken so many messages. */
async function posted(stub: TeamsStub, wanted: number): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (stub.posts() < wanted) {
    if (Date.now() > deadline) throw new Error(`${wanted - stub.posts()} cards were not posted`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What the submit button of the bot's own form carries. */
async function openedForm(stub: TeamsStub, port: number): Promise<SubmitData> {
  const { path, ...request } = fetchForm(stub);
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, request);
  const data = submitDataIn(await answer.json());
  if (data === undefined) throw new Error(`The bot opened no form: ${answer.status}`);
  return data;
}

interface SubmitData {
  readonly redress: Readonly<Record<string, unknown>>;
}

function submitDataIn(value: unknown): SubmitData | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { data } = value as { data?: { redress?: { kind?: unknown } } };
  if (data?.redress?.kind === 'submit') return data as SubmitData;
  for (const part of Object.values(value)) {
    const found = submitDataIn(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

let submitted = 0;

/** The form filled in, as a submission of its own, for one of the twenty teams. */
function filled({ redress }: SubmitData): Readonly<Record<string, unknown>> {
  submitted += 1;
  return {
    redress: { ...redress, submission: randomUUID() },
    'f.complainant': 'Mrs Smith',
    'f.account': '4711',
    'f.description': 'The bill has been wrong three times, and nobody calls back.',
    'f.desiredOutcome': 'A right bill and an apology.',
    'f.category': `team-${submitted % 20}`,
    'f.impact': 'medium',
    'f.means': 'phone',
    'f.isPublic': 'false',
  };
}
