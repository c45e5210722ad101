import { expect } from 'chai';
import fc from 'fast-check';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { findLadder } from '../../../src/domain/organisation/organisation.js';
import { text } from '../../../src/text/index.js';
import { collectPersonIds } from '../../../src/views/context.js';
import type { Card } from '../../../src/views/elements.js';
import { renderView } from '../../../src/views/render.js';
import { type Bridged, chatOf, countedOf, liveOnBoth, messagesOf, notesTo } from './bridge.js';
import { PEOPLE, platformsOf, type Script, SECRET, script, userOf } from './script.js';

/** Of each property; `REDRESS_PROPERTY_RUNS=1000` for a long search. */
const RUNS = Number(process.env.REDRESS_PROPERTY_RUNS ?? 25);

/** Lives scripts and looks at how each ended. A failure prints its seed, and the script it shrank to. */
async function always(check: (lived: Bridged, complaint: Complaint) => void | Promise<void>) {
  const property = fc.asyncProperty(script, async (given: Script) => {
    const lived = await liveOnBoth(given);
    try {
      await check(lived, await lived.test.load(lived.id));
    } finally {
      await lived.test.close();
    }
  });
  await fc.assert(property, { numRuns: RUNS });
}

/** A card without what changes by itself with time: whether a promise that is open has passed. */
function timeless(card: Card | undefined): unknown {
  const { open, broken } = text.promiseStates;
  return JSON.parse(
    JSON.stringify(card ?? null)
      .replaceAll(` · ${open}"`, '"')
      .replaceAll(` · ${broken}"`, '"'),
  );
}

/** The card as this complaint has to be shown now. */
async function due({ test }: Bridged, complaint: Complaint, name: string): Promise<unknown> {
  const { organisation, people, clock } = test.deps;
  const known = await people.getMany(collectPersonIds(complaint, organisation));
  const context = { complaint, organisation, people: known, now: clock.now() };
  return timeless(renderView({ name, args: {} }, context));
}

/** Everybody by name who stands above the team: its lead and the officers. */
function heads({ test }: Bridged, { team }: Complaint): readonly string[] {
  const { lead, officers } = findLadder(team, test.organisation);
  return PEOPLE.filter((name) => [lead, ...officers].includes(test.personId(name)));
}

/** Where these words stood at any time, as `platform place`. */
function standing({ channels }: Bridged, words: string): readonly string[] {
  return [...channels].flatMap(([on, { sendCalls: sendings }]) =>
    sendings
      .filter(({ card }) => JSON.stringify(card).includes(words))
      .map(({ to }) => `${on} ${to}`),
  );
}

/** The chats of these people, on every platform. */
function chatsOf(names: Iterable<string>): readonly string[] {
  return [...names].flatMap((name) => [
    `slack @${userOf(name, 'slack')}`,
    `teams @${userOf(name, 'teams')}`,
  ]);
}

/** The team's channel, and the thread of the complaint in it. */
function teamPlaces({ script: { home } }: Bridged, { refs, team }: Complaint): readonly string[] {
  return [`${home} #C-${team}`, `${home} >${refs['team-card']?.key}`];
}

function expectNotesStayIn(lived: Bridged, complaint: Complaint): void {
  const insiders = chatsOf([...heads(lived, complaint), ...lived.holders]);
  const [, thread] = teamPlaces(lived, complaint);
  for (const note of notesTo(complaint, 'team')) {
    const places = standing(lived, note);
    if (complaint.confidential) expect(insiders, note).to.include.members([...places]);
    else expect([...new Set(places)], note).to.deep.equal([thread]);
  }
}

/** Somebody who only reported it, or has no part in it, is shown no note of the team's but their own. */
function expectNotesUnread(lived: Bridged, complaint: Complaint): void {
  const strangers = lived.seen.filter(({ roles }) => roles.every((role) => role === 'reporter'));
  for (const { name, reply } of strangers) {
    const id = lived.test.personId(name);
    const others = complaint.history.filter(({ by }) => by !== id);
    for (const note of notesTo({ history: others }, 'team')) {
      expect(JSON.stringify(reply), name).not.to.include(note);
    }
  }
}

function expectSameFacts(lived: Bridged, complaint: Complaint): void {
  const cards = ['team-card', 'reporter-card'].map((slot) => cardIn(lived, complaint, slot));
  for (const card of cards) {
    expect(card?.summary).to.include(text.states[complaint.state]);
    const promised = card?.blocks.flatMap((block) =>
      block.kind === 'facts' ? block.facts.filter(({ label }) => label === 'Promise') : [],
    );
    const left = complaint.promises.filter((made) => made.renegotiatedAt === null).slice(-5);
    expect(promised?.map(({ value }) => value[0])).to.deep.equal(left.map(({ what }) => what));
  }
}

function cardIn(lived: Bridged, { refs }: Complaint, slot: string): Card | undefined {
  return messagesOf(lived).find(({ ref }) => ref.key === refs[slot]?.key)?.card;
}

describe('a complaint whose team is in Teams', () => {
  it('is there twice when the answer to its card was lost, and everything else is there once', async () => {
    const [lost, after] = await Promise.all(
      [true, false].map(async (posted) => {
        const lived = await liveOnBoth(losing(posted));
        await lived.test.close();
        const ids = messagesOf(lived).map(({ deliveryId }) => deliveryId);
        expect(countedOf(lived)).to.have.length(new Set(ids).size);
        return ids.length - new Set(ids).size;
      }),
    );
    expect([lost, after]).to.deep.equal([1, 0]);
  });
});

/** Nobody is blocked; the first note in the team's thread goes wrong, after it was posted or before. */
function losing(posted: boolean): Script {
  const { length } = PEOPLE;
  return {
    ...{ home: 'teams', ops: 'teams', blocked: [], reporter: 'rita', filedOn: 0, category: 'damp' },
    accounts: Array.from({ length }, () => ['slack'] as const),
    moves: [
      { kind: 'fail', platform: 'teams', fault: { kind: 'unknown', posted }, direct: false },
      { kind: 'wake' },
    ],
  };
}

describe('a complaint on two platforms, whatever happens to it', function () {
  this.timeout(120_000);

  it('shows the same on the team’s card and on the reporter’s, each where it belongs', async () => {
    await always(async (lived, complaint) => {
      const { home, reporter } = lived.script;
      const chat = chatOf(lived, reporter);
      const wanted = {
        'team-card': home,
        ...(chat === undefined ? {} : { 'reporter-card': chat }),
      };
      for (const [slot, platform] of Object.entries(wanted)) {
        expect(complaint.refs[slot]?.platform).to.equal(platform);
        const shown = timeless(cardIn(lived, complaint, slot));
        expect(shown).to.deep.equal(await due(lived, complaint, slot));
      }
      if (chat !== undefined && !complaint.confidential) expectSameFacts(lived, complaint);
    });
  });

  it('brings each update to the reporter to them, once, where they recorded it', async () => {
    await always((lived, complaint) => {
      const { reporter } = lived.script;
      const chat = chatOf(lived, reporter);
      const wanted = chat === undefined ? [] : [`${chat} @${userOf(reporter, chat)}`];
      for (const note of notesTo(complaint, 'reporter')) {
        const found = countedOf(lived).filter(({ card }) => JSON.stringify(card).includes(note));
        expect(
          found.map(({ ref, to }) => `${ref.platform} ${to}`),
          note,
        ).to.deep.equal(wanted);
      }
    });
  });

  it('keeps what the team notes for itself in the team', async () => {
    await always((lived, complaint) => {
      expectNotesStayIn(lived, complaint);
      expectNotesUnread(lived, complaint);
    });
  });

  it('is seen by nobody without rights', async () => {
    await always((lived, complaint) => {
      const { reporter, ops } = lived.script;
      const parties = chatsOf([reporter, ...heads(lived, complaint), ...lived.holders]);
      const places = teamPlaces(lived, complaint);
      // What did not arrive is told to its author, who may be any member.
      const authors = chatsOf(
        lived.seen.flatMap(({ name, roles }) => (roles.length > 0 ? [name] : [])),
      );
      const told = [...parties, ...(complaint.confidential ? [] : places)];
      expect(told).to.include.members([...standing(lived, SECRET)]);
      const all = messagesOf(lived).map(({ ref, to }) => `${ref.platform} ${to}`);
      expect([...parties, ...authors, ...places, `${ops} #C-ops`]).to.include.members(all);
      for (const { name, reply } of lived.seen.filter(({ roles }) => roles.length === 0)) {
        expect(JSON.stringify(reply), name).not.to.include(SECRET);
      }
    });
  });

  it('is told to each person on one platform, and nothing is told twice', async () => {
    await always((lived) => {
      for (const name of PEOPLE) {
        const own = platformsOf(lived.script, name).filter((on) =>
          messagesOf(lived).some(
            ({ ref, to }) => ref.platform === on && to === `@${userOf(name, on)}`,
          ),
        );
        const elsewhere = own.filter((on) => on !== chatOf(lived, name));
        expect(elsewhere, name).to.deep.equal([]);
      }
      const ids = countedOf(lived).map(({ deliveryId }) => deliveryId);
      expect(ids).to.have.length(new Set(ids).size);
    });
  });

  it('tells the team’s thread of each person who could not be reached, once', async () => {
    await always((lived, complaint) => {
      const sentences = [text.message.unreached, text.message.reporterUnreached];
      const places = countedOf(lived)
        .filter(({ card }) => sentences.some((one) => JSON.stringify(card).includes(one)))
        .map(({ ref, to }) => `${ref.platform} ${to}`);
      const [, thread = ''] = teamPlaces(lived, complaint);
      if (complaint.confidential) {
        expect(places).not.to.include(thread);
        return;
      }
      const lost = complaint.history.flatMap(({ args }) => args.unreached ?? []);
      expect(lost).to.have.length(new Set(lost).size);
      expect(places).to.deep.equal(lost.map(() => thread));
      const { reporter } = lived.script;
      const isLost = chatOf(lived, reporter) === undefined;
      expect(lost.includes(lived.test.personId(reporter))).to.equal(isLost);
    });
  });
});
