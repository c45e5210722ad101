import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { renderCard } from '../../../adapters/slack/render/render.js';
import { renderCard as renderTeamsCard } from '../../../adapters/teams/render/render.js';
import { TEAM_ID } from '../../../playground/slack/seed.js';
import { TENANT_ID } from '../../../playground/teams/seed.js';
import { slackPosts } from '../../../playground/users/slack-posts.js';
import { teamsPosts } from '../../../playground/users/teams-posts.js';
import { resolveOrganisation } from '../../../src/app/organisation/resolve-organisation.js';
import { loadConfig } from '../../../src/config/load.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { COMPLAINT_STATES } from '../../../src/domain/complaint/facts.js';
import type { Organisation } from '../../../src/domain/organisation/organisation.js';
import type { MessageRef } from '../../../src/domain/organisation/place.js';
import { openEmbeddedStores } from '../../../src/storage/embedded/stores.js';
import { openMongoStores } from '../../../src/storage/mongo/stores.js';
import type { Stores } from '../../../src/storage/stores.js';
import { collectPersonIds } from '../../../src/views/context.js';
import type { Card } from '../../../src/views/elements.js';
import { renderView } from '../../../src/views/render.js';
import type { Harness, StoreChoice } from './harness.js';

/** Opens the bot's store: MongoDB at any time, the embedded file only after the bot has stopped. */
export async function openStores(store: StoreChoice): Promise<Stores> {
  return store.kind === 'mongo'
    ? openMongoStores({ uri: store.uri, appName: 'redress-e2e' })
    : openEmbeddedStores({ file: join(store.folder, 'redress.db') });
}

/** The bot's organisation: its settings, with people's ids from the store. */
export async function loadOrganisation(harness: Harness, stores: Stores): Promise<Organisation> {
  const outcome = loadConfig({ ...harness.settings, REDRESS_CONFIG: harness.config }, (path) =>
    readFileSync(path, 'utf8'),
  );
  if (outcome.kind === 'faulty') throw new Error(JSON.stringify(outcome.faults));
  return resolveOrganisation(outcome.configuration, stores.people, { slack: TEAM_ID, teams: null });
}

/** All complaints in the store, confidential ones included. */
export async function listAllComplaints(stores: Stores): Promise<readonly Complaint[]> {
  const viewer = { person: 'nobody', ids: ['nobody'], memberOf: [], leadOf: [], isOfficer: true };
  return stores.complaints.list({ viewer, states: COMPLAINT_STATES, limit: 1000 });
}

/** Stops the bot with SIGTERM and checks that it ended well. */
async function stopBot(harness: Harness): Promise<void> {
  const { code, ms } = await harness.bot.stop();
  expect(code, 'exit code').to.equal(0);
  expect(ms, 'ms to stop').to.be.below(10_000);
}

/** How often the bot is started once more to send what waits for a retry. */
const MAX_ROUNDS = 6;

/**
 * Stops the bot and opens its store with nothing left to send. Where a delivery waits for a retry, it
 * starts the bot again at that time.
 */
async function stopWithEmptyOutbox(harness: Harness): Promise<Stores> {
  for (let round = 0; ; round += 1) {
    await stopBot(harness);
    const stores = await openStores(harness.store);
    const complaints = await listAllComplaints(stores);
    const waiting = complaints.flatMap(({ outbox }) => outbox.map(({ dueAt }) => dueAt));
    if (waiting.length === 0 || round === MAX_ROUNDS) return stores;
    await stores.close();
    await pause(Math.max(0, Math.max(...waiting) - Date.now()));
    await harness.bot.start();
    await harness.lab.settle();
  }
}

/**
 * Checks the store at the end of a scenario: the bot stops well; there is exactly one complaint; each
 * command of people is in its history once; nothing is left to send; and both cards show exactly what a
 * new rendering shows.
 */
export async function assertStored(harness: Harness, history: readonly string[]): Promise<void> {
  const now = await harness.lab.now();
  const stores = await stopWithEmptyOutbox(harness);
  try {
    const complaints = await listAllComplaints(stores);
    expect(complaints.map(({ state }) => state)).to.have.length(1);
    for (const complaint of complaints) {
      const did = complaint.history.map(({ what }) => what).filter((what) => what !== 'nudge');
      expect(did, 'history').to.deep.equal(history);
      expect(complaint.outbox, 'outbox').to.deep.equal([]);
      await assertCardsCurrent(harness, stores, complaint, now);
    }
  } finally {
    await stores.close();
  }
}

async function assertCardsCurrent(
  harness: Harness,
  stores: Stores,
  complaint: Complaint,
  now: number,
): Promise<void> {
  const organisation = await loadOrganisation(harness, stores);
  const people = await stores.people.getMany(collectPersonIds(complaint, organisation));
  const slots = { 'team-card': 'card:1', 'reporter-card': 'reporter-card' } as const;
  for (const name of ['team-card', 'reporter-card'] as const) {
    const card = renderView({ name, args: {} }, { complaint, organisation, people, now });
    const ref = complaint.refs[slots[name]];
    const { actual, expected } =
      ref?.platform === 'teams'
        ? compareInTeams(harness, ref, card)
        : compareInSlack(harness, ref, card);
    expect(actual, name).to.deep.equal(expected);
  }
}

/** What a card shows, and what it would show if the bot sent it now. */
interface Comparison {
  readonly actual: unknown;
  readonly expected: unknown;
}

function compareInSlack(harness: Harness, ref: MessageRef | undefined, card: Card): Comparison {
  const { text, blocks } = renderCard(card, { workspace: TEAM_ID });
  const shown = slackPosts(harness.slack).find(({ ts }) => ts === ref?.ts)?.message;
  return {
    actual: { text: shown?.text, blocks: withoutIds(shown?.blocks) },
    expected: { text, blocks: withoutIds(blocks) },
  };
}

function compareInTeams(harness: Harness, ref: MessageRef, card: Card): Comparison {
  const { summary, attachments } = renderTeamsCard(card, { tenant: TENANT_ID });
  const key = `${ref.conversation}/${ref.activity}`;
  const shown = teamsPosts(harness.teams).find((post) => post.key === key)?.message;
  return {
    actual: { summary: shown?.summary, attachments: shown?.attachments },
    expected: JSON.parse(JSON.stringify({ summary, attachments })),
  };
}

/** The blocks without the ids that Slack gives them. */
function withoutIds(blocks: unknown): unknown {
  return JSON.parse(JSON.stringify(blocks ?? null), (key, value: unknown) =>
    key === 'block_id' ? undefined : value,
  );
}
