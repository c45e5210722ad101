import { expect } from 'chai';
import fc from 'fast-check';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { findLadder } from '../../../src/domain/organisation/organisation.js';
import { text } from '../../../src/text/index.js';
import { collectPersonIds } from '../../../src/views/context.js';
import type { Card } from '../../../src/views/elements.js';
import { renderView } from '../../../src/views/render.js';
import { isKind } from '../../support/complaint/history.js';
import { runScript } from './bridge.js';
import {
  type BridgeResult,
  collectMessages,
  findChatPlatform,
  findInboxPlatform,
  findNotes,
  withoutExcusedRepeats,
} from './result.js';
import { PEOPLE, type Script, SECRET, script, toUserId } from './script.js';

/** How often each property runs; set `REDRESS_PROPERTY_RUNS=1000` for a long search. */
const RUNS = Number(process.env.REDRESS_PROPERTY_RUNS ?? 25);

/** Runs scripts and checks the result of each. A failure prints its seed and the smallest failing script. */
async function forEveryScript(
  check: (result: BridgeResult, complaint: Complaint) => void | Promise<void>,
) {
  const property = fc.asyncProperty(script, async (given: Script) => {
    const result = await runScript(given);
    try {
      await check(result, await result.test.load(result.id));
    } finally {
      await result.test.close();
    }
  });
  await fc.assert(property, { numRuns: RUNS });
}

/** A card without the labels that change with time: whether an open promise has passed. */
function withoutTimeLabels(card: Card | undefined): unknown {
  const { open, broken } = text.promiseStates;
  return JSON.parse(
    JSON.stringify(card ?? null)
      .replaceAll(` · ${open}"`, '"')
      .replaceAll(` · ${broken}"`, '"'),
  );
}

/** The card this complaint should show now. */
async function renderExpected(
  { test }: BridgeResult,
  complaint: Complaint,
  name: 'team-card' | 'reporter-card',
): Promise<unknown> {
  const { organisation, people, clock } = test.deps;
  const known = await people.getMany(collectPersonIds(complaint, organisation));
  const context = { complaint, organisation, people: known, now: clock.now() };
  return withoutTimeLabels(renderView({ name, args: {} }, context));
}

/** The team's lead and the officers, by name. */
function findLeadAndOfficers({ test }: BridgeResult, { team }: Complaint): readonly string[] {
  const { lead, officers } = findLadder(team, test.organisation);
  return PEOPLE.filter((name) => [lead, ...officers].includes(test.personId(name)));
}

/** Is it a message that collects what is due? */
function isOfInbox(deliveryId: string): boolean {
  return deliveryId.startsWith('inbox/');
}

/** All places that showed these words at any time, as `platform place`. */
function findPlaces({ channels }: BridgeResult, words: string): readonly string[] {
  return [...channels].flatMap(([on, { sendCalls: sendings }]) =>
    sendings
      .filter(({ card }) => JSON.stringify(card).includes(words))
      .map(({ to }) => `${on} ${to}`),
  );
}

/** The chats of these people on every platform. */
function toChats(names: Iterable<string>): readonly string[] {
  return [...names].flatMap((name) => [
    `slack @${toUserId(name, 'slack')}`,
    `teams @${toUserId(name, 'teams')}`,
  ]);
}

/** The team's channel, and the complaint's thread in it. */
function toTeamPlaces(
  { script: { home } }: BridgeResult,
  { refs, team }: Complaint,
): readonly string[] {
  return [`${home} #C-${team}`, `${home} >${refs['card:1']?.key}`];
}

function expectNotesStayInTeam(result: BridgeResult, complaint: Complaint): void {
  const insiders = toChats([...findLeadAndOfficers(result, complaint), ...result.assignees]);
  const [, thread] = toTeamPlaces(result, complaint);
  for (const note of findNotes(complaint, 'team')) {
    const places = findPlaces(result, note);
    if (complaint.confidential) expect(insiders, note).to.include.members([...places]);
    else expect([...new Set(places)], note).to.deep.equal([thread]);
  }
}

/** People who only reported the complaint, or have no role in it, see none of the team's notes but their own. */
function expectNotesHidden(result: BridgeResult, complaint: Complaint): void {
  const strangers = result.replies.filter(({ roles }) =>
    roles.every((role) => role === 'reporter'),
  );
  for (const { name, reply } of strangers) {
    const id = result.test.personId(name);
    const others = complaint.history.filter(({ by }) => by !== id);
    for (const note of findNotes({ history: others }, 'team')) {
      expect(JSON.stringify(reply), name).not.to.include(note);
    }
  }
}

function expectSameFacts(result: BridgeResult, complaint: Complaint): void {
  const cards = ['card:1', 'reporter-card'].map((slot) => findCard(result, complaint, slot));
  for (const card of cards) {
    expect(card?.summary).to.include(text.states[complaint.state]);
    const promised = card?.blocks.flatMap((block) =>
      block.kind === 'facts' ? block.facts.filter(({ label }) => label === 'Promise') : [],
    );
    const left = complaint.promises
      .filter((made) => made.renegotiatedAt === null && made.released === null)
      .slice(-5);
    expect(promised?.map(({ value }) => value[0])).to.deep.equal(
      left.map(({ what }) => ({ written: what })),
    );
  }
}

function findCard(result: BridgeResult, { refs }: Complaint, slot: string): Card | undefined {
  return collectMessages(result).find(({ ref }) => ref.key === refs[slot]?.key)?.card;
}

describe('bridge: a complaint whose team is in Teams', () => {
  it('posts a message twice when its answer was lost, and all others once', async () => {
    const [lost, after] = await Promise.all(
      [true, false].map(async (posted) => {
        const result = await runScript(createLostAnswerScript(posted));
        await result.test.close();
        const ids = collectMessages(result).map(({ deliveryId }) => deliveryId);
        expect(withoutExcusedRepeats(result)).to.have.length(new Set(ids).size);
        return ids.length - new Set(ids).size;
      }),
    );
    expect([lost, after]).to.deep.equal([1, 0]);
  });
});

/** Nobody is blocked; the first note in the team's thread fails, after it was posted or before. */
function createLostAnswerScript(posted: boolean): Script {
  const { length } = PEOPLE;
  return {
    ...{ home: 'teams', ops: 'teams', blocked: [], reporter: 'rita', filedOn: 0 },
    ...{ category: 'damp', impact: 'critical' },
    accounts: Array.from({ length }, () => ['slack'] as const),
    steps: [
      { kind: 'fail', platform: 'teams', fault: { kind: 'unknown', posted }, direct: false },
      { kind: 'wake' },
    ],
  };
}

describe('bridge: a complaint on two platforms, after any steps', function () {
  this.timeout(120_000);

  it('shows the same facts on the team card and on the reporter card, each in its place', async () => {
    await forEveryScript(async (result, complaint) => {
      const { home, reporter } = result.script;
      const chat = findChatPlatform(result, reporter);
      const cards = [
        { name: 'team-card', slot: 'card:1', platform: home },
        { name: 'reporter-card', slot: 'reporter-card', platform: chat },
      ] as const;
      for (const { name, slot, platform } of cards) {
        if (platform === undefined) continue;
        expect(complaint.refs[slot]?.platform).to.equal(platform);
        const shown = withoutTimeLabels(findCard(result, complaint, slot));
        expect(shown).to.deep.equal(await renderExpected(result, complaint, name));
      }
      if (chat !== undefined && !complaint.confidential) expectSameFacts(result, complaint);
    });
  });

  it('sends each update for the reporter once, on the platform where they filed it', async () => {
    await forEveryScript((result, complaint) => {
      const { reporter } = result.script;
      const chat = findChatPlatform(result, reporter);
      const wanted = chat === undefined ? [] : [`${chat} @${toUserId(reporter, chat)}`];
      for (const note of findNotes(complaint, 'reporter')) {
        const found = withoutExcusedRepeats(result).filter(({ card }) =>
          JSON.stringify(card).includes(note),
        );
        expect(
          found.map(({ ref, to }) => `${ref.platform} ${to}`),
          note,
        ).to.deep.equal(wanted);
      }
    });
  });

  it('shows the team’s internal notes to the team only', async () => {
    await forEveryScript((result, complaint) => {
      expectNotesStayInTeam(result, complaint);
      expectNotesHidden(result, complaint);
    });
  });

  it('shows the complaint to nobody without access', async () => {
    await forEveryScript((result, complaint) => {
      const { reporter, ops } = result.script;
      const parties = toChats([
        reporter,
        ...findLeadAndOfficers(result, complaint),
        ...result.assignees,
      ]);
      const places = toTeamPlaces(result, complaint);
      // A failed note is reported to its author, who may be any member.
      const authors = toChats(
        result.replies.flatMap(({ name, roles }) => (roles.length > 0 ? [name] : [])),
      );
      const allowed = [...parties, ...(complaint.confidential ? [] : places)];
      expect(allowed).to.include.members([...findPlaces(result, SECRET)]);
      const all = collectMessages(result).map(({ ref, to }) => `${ref.platform} ${to}`);
      expect([...parties, ...authors, ...places, `${ops} #C-ops`]).to.include.members(all);
      for (const { name, reply } of result.replies.filter(({ roles }) => roles.length === 0)) {
        expect(JSON.stringify(reply), name).not.to.include(SECRET);
      }
    });
  });

  it('messages each person where the complaint or their inbox does, and sends nothing twice', async () => {
    await forEveryScript((result) => {
      for (const name of PEOPLE) {
        const own = collectMessages(result).filter(
          ({ ref, to }) => to === `@${toUserId(name, ref.platform)}`,
        );
        const [chat, inbox] = [findChatPlatform(result, name), findInboxPlatform(result, name)];
        const elsewhere = own.filter(
          ({ ref, deliveryId }) => ref.platform !== (isOfInbox(deliveryId) ? inbox : chat),
        );
        expect(elsewhere, name).to.deep.equal([]);
      }
      const ids = withoutExcusedRepeats(result).map(({ deliveryId }) => deliveryId);
      expect(ids).to.have.length(new Set(ids).size);
    });
  });

  it('reports each person who cannot be reached once in the team’s thread', async () => {
    await forEveryScript((result, complaint) => {
      const { unreached, reporterUnreached } = text.message;
      const sentences = [unreached, reporterUnreached].map((say) => String(say('').at(-1)));
      const places = withoutExcusedRepeats(result)
        .filter(({ card }) => sentences.some((one) => JSON.stringify(card).includes(one)))
        .map(({ ref, to }) => `${ref.platform} ${to}`);
      const [, thread = ''] = toTeamPlaces(result, complaint);
      if (complaint.confidential) {
        expect(places).not.to.include(thread);
        return;
      }
      const lost = complaint.history
        .filter(isKind('undelivered'))
        .flatMap(({ args }) => args.unreached ?? []);
      expect(lost).to.have.length(new Set(lost).size);
      expect(places).to.deep.equal(lost.map(() => thread));
      const { reporter } = result.script;
      const isLost = findChatPlatform(result, reporter) === undefined;
      expect(lost.includes(result.test.personId(reporter))).to.equal(isLost);
    });
  });
});
