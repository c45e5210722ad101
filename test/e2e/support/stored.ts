import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { renderCard } from '../../../adapters/slack/render/render.js';
import { renderCard as renderTeamsCard } from '../../../adapters/teams/render/render.js';
import { TEAM_ID } from '../../../playground/slack/seed.js';
import { TENANT_ID } from '../../../playground/teams/seed.js';
import { resolveOrganisation } from '../../../src/app/organisation/resolve-organisation.js';
import { loadConfig } from '../../../src/config/load.js';
import { COMPLAINT_STATES, type Complaint } from '../../../src/domain/complaint/complaint.js';
import type { Organisation } from '../../../src/domain/organisation/organisation.js';
import type { MessageRef } from '../../../src/domain/organisation/place.js';
import { openEmbeddedStores } from '../../../src/storage/embedded/stores.js';
import { openMongoStores } from '../../../src/storage/mongo/stores.js';
import type { Stores } from '../../../src/storage/stores.js';
import { collectPersonIds } from '../../../src/views/context.js';
import type { Card } from '../../../src/views/elements.js';
import { renderView } from '../../../src/views/render.js';
import { everythingSaid } from '../../../playground/users/slack-posts.js';
import { everythingPosted } from '../../../playground/users/teams-posts.js';
import type { StoreChoice, World } from './harness.js';

/** Opens a world's store beside the bot, or, where it is a file, after the bot has stopped. */
export async function openStores(store: StoreChoice): Promise<Stores> {
  return store.kind === 'mongo'
    ? openMongoStores({ uri: store.uri, appName: 'redress-e2e' })
    : openEmbeddedStores({ file: join(store.folder, 'redress.db') });
}

/** What the bot's settings name, with the ids its store gives to people. */
export async function organisationOf(world: World, stores: Stores): Promise<Organisation> {
  const outcome = loadConfig({ ...world.settings, REDRESS_CONFIG: world.config }, (path) =>
    readFileSync(path, 'utf8'),
  );
  if (outcome.kind === 'faulty') throw new Error(JSON.stringify(outcome.faults));
  return resolveOrganisation(outcome.configuration, stores.people, { slack: TEAM_ID, teams: null });
}

/** All complaints there are, whoever may see them. */
export async function allComplaints(stores: Stores): Promise<readonly Complaint[]> {
  const viewer = { person: 'nobody', ids: ['nobody'], memberOf: [], leadOf: [], isOfficer: true };
  return stores.complaints.list({ viewer, states: COMPLAINT_STATES, limit: 1000 });
}

/** Stops the bot in order. */
async function stopped(world: World): Promise<void> {
  const { code, ms } = await world.bot.stop();
  expect(code, 'exit code').to.equal(0);
  expect(ms, 'ms to stop').to.be.below(10_000);
}

/** How often the bot is started once more to send what still waited for another try. */
const ROUNDS = 6;

/**
 * Opens the store of a bot that has stopped with nothing left to send. What waits for another try
 * is sent by starting the bot again when its time has come.
 */
async function drained(world: World): Promise<Stores> {
  for (let round = 0; ; round += 1) {
    await stopped(world);
    const stores = await openStores(world.store);
    const complaints = await allComplaints(stores);
    const waiting = complaints.flatMap(({ outbox }) => outbox.map(({ dueAt }) => dueAt));
    if (waiting.length === 0 || round === ROUNDS) return stores;
    await stores.close();
    await pause(Math.max(0, Math.max(...waiting) - Date.now()));
    await world.bot.start();
    await world.lab.settle();
  }
}

/**
 * The end of a life, seen from the store: the bot stops in order; there is this one complaint;
 * people's commands are in its history once each; nothing is left to send; and both cards show
 * exactly what a new rendering shows.
 */
export async function assertStored(world: World, history: readonly string[]): Promise<void> {
  const now = await world.lab.now();
  const stores = await drained(world);
  try {
    const complaints = await allComplaints(stores);
    expect(complaints.map(({ state }) => state)).to.have.length(1);
    for (const complaint of complaints) {
      const did = complaint.history.map(({ what }) => what).filter((what) => what !== 'nudge');
      expect(did, 'history').to.deep.equal(history);
      expect(complaint.outbox, 'outbox').to.deep.equal([]);
      await assertCurrent(world, stores, complaint, now);
    }
  } finally {
    await stores.close();
  }
}

async function assertCurrent(
  world: World,
  stores: Stores,
  complaint: Complaint,
  now: number,
): Promise<void> {
  const organisation = await organisationOf(world, stores);
  const people = await stores.people.getMany(collectPersonIds(complaint, organisation));
  for (const name of ['team-card', 'reporter-card']) {
    const card = renderView({ name, args: {} }, { complaint, organisation, people, now });
    const ref = complaint.refs[name];
    const { is, shouldBe } =
      ref?.platform === 'teams' ? inTeams(world, ref, card) : inSlack(world, ref, card);
    expect(is, name).to.deep.equal(shouldBe);
  }
}

/** What a card shows, and what it would show if it were sent now. */
interface Comparison {
  readonly is: unknown;
  readonly shouldBe: unknown;
}

function inSlack(world: World, ref: MessageRef | undefined, card: Card): Comparison {
  const { text, blocks } = renderCard(card, { workspace: TEAM_ID });
  const shown = everythingSaid(world.slack).find((said) => said.ts === ref?.ts)?.message;
  return {
    is: { text: shown?.text, blocks: withoutIds(shown?.blocks) },
    shouldBe: { text, blocks: withoutIds(blocks) },
  };
}

function inTeams(world: World, ref: MessageRef, card: Card): Comparison {
  const { summary, attachments } = renderTeamsCard(card, { tenant: TENANT_ID });
  const key = `${ref.conversation}/${ref.activity}`;
  const shown = everythingPosted(world.teams).find((post) => post.key === key)?.message;
  return {
    is: { summary: shown?.summary, attachments: shown?.attachments },
    shouldBe: JSON.parse(JSON.stringify({ summary, attachments })),
  };
}

/** The blocks without the ids Slack gives them. */
function withoutIds(blocks: unknown): unknown {
  return JSON.parse(JSON.stringify(blocks ?? null), (key, value: unknown) =>
    key === 'block_id' ? undefined : value,
  );
}
