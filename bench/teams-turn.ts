import { randomUUID } from 'node:crypto';
import type { Figure } from './figures.js';
import { type Cost, type LoadRequest, measureCost, toCostFigures } from './load.js';
import { measurePairs } from './pairs.js';
import { startTeamsBot, startTeamsEcho } from './programs.js';
import { createFetchForm, createSubmitForm, PEOPLE } from './stubs/teams-requests.js';
import { startTeamsStub, type TeamsStub } from './stubs/teams-stub.js';
import { createUnlikeComplaint } from './stubs/unlike-complaint.js';

/** Few requests: Teams takes 30 messages a second and tenant, and the bot posts two for each. */
const AMOUNT = 150;
/** Requests before the measurement, so that all programs are compiled and warm. */
const WARM_UP = 600;
/** Cards of each complaint: the team's and the reporter's. */
const CARDS = 2;

/**
 * Measures one Teams turn, filing by a dialog's submit, from the request to its answer: beside a bare
 * CloudAdapter that echoes the same request, and beside the same with one durable insert and as many
 * messages as the bot posts. Then measures it until both cards are posted, beside the latter.
 */
export async function measureTeamsTurn(pairs: number): Promise<readonly Figure[]> {
  const stub = await startTeamsStub();
  const bot = await startTeamsBot(stub.url);
  const forms = await Promise.all(PEOPLE.map((person) => openForm(stub, bot.port, person)));
  let submitted = 0;
  const ours = (): LoadRequest => {
    submitted += 1;
    const person = submitted % PEOPLE.length;
    return createSubmitForm(stub, person, fillInForm(forms[person], submitted));
  };
  const turns = async (amount: number, isWhole: boolean): Promise<Cost> => {
    const wanted = stub.posts() + CARDS * amount;
    const whole = isWhole ? () => waitForPosts(stub, wanted) : undefined;
    const turned = await measureCost(bot, bot.port, 10, amount, ours, whole);
    await waitForPosts(stub, wanted);
    return turned;
  };
  await turns(WARM_UP, true);
  const beside = async (keeps: boolean, isWhole: boolean): Promise<readonly Figure[]> => {
    const peer = await startTeamsEcho(stub.url, keeps);
    await measureCost(peer, peer.port, 10, WARM_UP, ours);
    const measured = await measurePairs(
      pairs,
      () => turns(AMOUNT, isWhole),
      () => measureCost(peer, peer.port, 10, AMOUNT, ours),
    );
    await peer.stop();
    const name = isWhole ? 'teams-filing' : 'teams-turn';
    return toCostFigures(`${name}-${keeps ? 'kept' : 'echo'}`, measured);
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

/** Waits until the stub has taken this many messages. */
async function waitForPosts(stub: TeamsStub, wanted: number): Promise<number> {
  const deadline = Date.now() + 120_000;
  while (stub.posts() < wanted) {
    if (Date.now() > deadline) throw new Error(`${wanted - stub.posts()} cards were not posted`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return performance.now();
}

/** Opens the form for this person. Returns the data of its submit button. */
async function openForm(stub: TeamsStub, port: number, person: number): Promise<SubmitData> {
  const { path, ...request } = createFetchForm(stub, person);
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, request);
  const data = findSubmitData(await answer.json());
  if (data === undefined) throw new Error(`The bot opened no form: ${answer.status}`);
  return data;
}

interface SubmitData {
  readonly redress: Readonly<Record<string, unknown>>;
}

function findSubmitData(value: unknown): SubmitData | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { data } = value as { data?: { redress?: { kind?: unknown } } };
  if (data?.redress?.kind === 'submit') return data as SubmitData;
  for (const part of Object.values(value)) {
    const found = findSubmitData(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A new submission of the filled-in form, for one of the twenty teams. */
function fillInForm(
  form: SubmitData | undefined,
  count: number,
): Readonly<Record<string, unknown>> {
  const { account, description } = createUnlikeComplaint(count);
  return {
    redress: { ...form?.redress, submission: randomUUID() },
    'f.complainant': 'Mrs Smith',
    'f.account': account,
    'f.description': description,
    'f.desiredOutcome': 'A right bill and an apology.',
    'f.category': `team-${count % 20}`,
    'f.impact': 'medium',
    'f.means': 'phone',
    'f.isPublic': 'false',
  };
}
