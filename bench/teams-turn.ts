import { randomUUID } from 'node:crypto';
import { costFigures } from './acknowledgement.js';
import type { Figure } from './figures.js';
import { type Cost, cost, type LoadRequest } from './load.js';
import { startTeamsBot, startTeamsEcho } from './programs.js';
import { fetchForm, PEOPLE, submitForm } from './stubs/teams-requests.js';
import { startTeamsStub, type TeamsStub } from './stubs/teams-stub.js';

/** Few: Teams takes 30 messages a second of a tenant, and the bot posts two for each. */
const AMOUNT = 150;
/** Requests before anything is measured, so that all are compiled and warm. */
const WARM_UP = 600;
/** The team's and the reporter's. */
const CARDS = 2;

/**
 * One Teams turn, filing by a dialog's submit, from the request to its answer: beside a bare
 * CloudAdapter that echoes the same request, and beside the same with one durable insert and as many
 * messages as the bot posts. Then the whole of it beside the latter, until both cards are posted.
 */
export async function teamsTurns(pairs: number): Promise<readonly Figure[]> {
  const stub = await startTeamsStub();
  const bot = await startTeamsBot(stub.url);
  const forms = await Promise.all(PEOPLE.map((person) => openedForm(stub, bot.port, person)));
  let submitted = 0;
  const ours = (): LoadRequest => {
    submitted += 1;
    const person = submitted % PEOPLE.length;
    return submitForm(stub, person, filled(forms[person], submitted));
  };
  const turns = async (amount: number, isWhole: boolean): Promise<Cost> => {
    const wanted = stub.posts() + CARDS * amount;
    const whole = isWhole ? () => posted(stub, wanted) : undefined;
    const turned = await cost(bot, bot.port, 10, amount, ours, whole);
    await posted(stub, wanted);
    return turned;
  };
  await turns(WARM_UP, true);
  const beside = async (keeps: boolean, isWhole: boolean): Promise<readonly Figure[]> => {
    const peer = await startTeamsEcho(stub.url, keeps);
    await cost(peer, peer.port, 10, WARM_UP, ours);
    const measured: (readonly [Cost, Cost])[] = [];
    for (let n = 0; n < pairs; n += 1) {
      const own = await turns(AMOUNT, isWhole);
      measured.push([own, await cost(peer, peer.port, 10, AMOUNT, ours)]);
    }
    await peer.stop();
    const name = isWhole ? 'teams-filing' : 'teams-turn';
    return costFigures(`${name}-${keeps ? 'kept' : 'echo'}`, measured);
  };
  const figures = [
    ...(await beside(false, false)),
    ...(await beside(true, false)),
    ...(await beside(true, true)).filter((figure) => figure.name.endsWith('-cpu')),
  ];
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

/** What the submit button of the form carries that the bot opened for this person. */
async function openedForm(stub: TeamsStub, port: number, person: number): Promise<SubmitData> {
  const { path, ...request } = fetchForm(stub, person);
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

/** The form filled in, as a submission of its own, for one of the twenty teams. */
function filled(form: SubmitData | undefined, count: number): Readonly<Record<string, unknown>> {
  return {
    redress: { ...form?.redress, submission: randomUUID() },
    'f.complainant': 'Mrs Smith',
    'f.account': '4711',
    'f.description': 'The bill has been wrong three times, and nobody calls back.',
    'f.desiredOutcome': 'A right bill and an apology.',
    'f.category': `team-${count % 20}`,
    'f.impact': 'medium',
    'f.means': 'phone',
    'f.isPublic': 'false',
  };
}
