import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { MOVED, SHARED } from '../../domain/placements.js';
import { openApp, type TestApp } from '../../support/app.js';
import { createDelivery, HOUR, MINUTE, organisationWithTeam } from '../../support/domain.js';
import { createFakeChannel, type FakeChannel } from '../../support/fake-channel.js';

/** The second card of a complaint that is moved or shared. */
const SECOND_CARD = createDelivery('card-2', {
  slot: 'card:2',
  view: { name: 'team-card', args: {} },
});

describe('a complaint with two placements, the second in Teams', () => {
  let test: TestApp;
  let teams: FakeChannel;
  beforeEach(async () => {
    teams = createFakeChannel('teams');
    const slack = createFakeChannel('slack');
    const channels = new Map([slack, teams].map((one) => [one.platform, one]));
    const place = { platform: 'teams', channel: 'T-billing' } as const;
    const organisation = organisationWithTeam('billing', { place });
    test = await openApp(organisation, { channels }, { channel: slack });
  });
  afterEach(() => test.close());

  /** Places the complaint with a second team, as a later command will. */
  async function placeAgain(id: string, set: Partial<Complaint>): Promise<void> {
    const { version } = await test.load(id);
    const change = { set, history: [], deliveries: [SECOND_CARD], event: null };
    expect(await test.deps.complaints.change(id, version, change)).to.equal(true);
    await test.app.deliverer.deliver({ kind: 'complaint', id });
    await test.settle();
  }
  const move = (id: string) => placeAgain(id, { team: 'billing', placements: MOVED });
  const share = (id: string) => placeAgain(id, { placements: SHARED });

  async function readKeys(id: string): Promise<{ first: string; second: string }> {
    const { refs } = await test.load(id);
    return { first: refs['card:1']?.key ?? '', second: refs['card:2']?.key ?? '' };
  }

  async function writeInThread(thread: string): Promise<void> {
    const payload = { kind: 'message', thread, at: test.deps.realNow() } as const;
    expect(await test.send('olga', payload)).to.deep.equal({ kind: 'none' });
  }

  it('has a card with each team, and both are kept up to date', async () => {
    const { id } = await test.file();
    await test.settle();
    await share(id);
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    for (const [{ messagesAt }, place] of [
      [test.channel, '#C-repairs'],
      [teams, '#T-billing'],
    ] as const) {
      const [card, ...more] = messagesAt(place);
      expect(card?.updates, place).to.be.above(0);
      expect(more, place).to.deep.equal([]);
    }
  });

  it('has notes and nudges for the team in the thread of the team that has it', async () => {
    const { id } = await test.file();
    await test.settle();
    await move(id);
    await test.submit('olga', 'update', id, { audience: 'team', text: 'for the new team' });
    test.advance(6 * HOUR); // Morning in New York, where the new team is.
    await test.app.wakeable.wake({ kind: 'complaint', id });
    await test.settle();
    const { first, second } = await readKeys(id);
    expect(test.channel.messagesAt(`>${first}`)).to.deep.equal([]);
    expect(teams.messagesAt(`>${second}`)).to.have.length(2);
  });

  it('counts messages in the thread of the team that has it, and not in that of the former team', async () => {
    const { id } = await test.file();
    await test.settle();
    await move(id);
    const { first, second } = await readKeys(id);
    const before = await test.load(id);
    test.advance(MINUTE);
    await writeInThread(first);
    expect((await test.load(id)).lastLifeAt).to.equal(before.lastLifeAt);
    await writeInThread(second);
    const { history, lastLifeAt } = await test.load(id);
    expect(history.at(-1)).to.deep.include({ what: 'hear', by: test.personId('olga') });
    expect(lastLifeAt).to.equal(test.deps.clock.now());
  });

  it('counts messages in the thread of an involved team', async () => {
    const { id } = await test.file();
    await test.settle();
    await share(id);
    await writeInThread((await readKeys(id)).second);
    expect((await test.load(id)).history.at(-1)).to.deep.include({ what: 'hear' });
  });

  for (const posted of [true, false]) {
    const what = posted ? 'not again if it was posted' : 'in the new thread if it was not posted';
    it(`sends a nudge whose answer was lost before a move ${what}`, async () => {
      const { id } = await test.file();
      await test.settle();
      const { first } = await readKeys(id);
      test.channel.failNext({ kind: 'unknown', posted }, ({ to }) => to === `>${first}`);
      test.advance(HOUR);
      await test.app.wakeable.wake({ kind: 'complaint', id });
      await test.settle();
      await move(id);
      test.advance(HOUR);
      await test.app.deliverer.deliver({ kind: 'complaint', id });
      await test.settle();
      const { outbox, refs, nudges } = await test.load(id);
      expect(outbox).to.deep.equal([]);
      const { second } = await readKeys(id);
      const places = [test.channel.messagesAt(`>${first}`), teams.messagesAt(`>${second}`)];
      expect(places.map(({ length }) => length)).to.deep.equal(posted ? [1, 0] : [0, 1]);
      expect(refs).to.have.property(`nudge:${nudges[0]?.delivery}`);
    });
  }
});
