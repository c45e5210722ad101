import { expect } from 'chai';
import { LEASE_MS } from '../../../src/app/delivery/retry.js';
import { openApp, type TestApp } from '../../support/app.js';
import { HOUR, MINUTE } from '../../support/domain.js';
import { createFakeChannel, type FakeChannel, type SendCall } from '../../support/fake-channel.js';

const RITA = '@U-rita';
const TEAMS_RITA = '@aad-rita';
const to =
  (where: string) =>
  (sending: SendCall): boolean =>
    sending.to === where;

describe('somebody who has an account on two platforms', () => {
  let test: TestApp;
  let teams: FakeChannel;
  beforeEach(async () => {
    teams = createFakeChannel('teams');
    const slack = createFakeChannel('slack');
    const channels = new Map([slack, teams].map((one) => [one.platform, one]));
    test = await openApp(undefined, { channels }, { channel: slack });
    const account = { platform: 'teams', workspace: 'tenant', userId: 'aad-rita' } as const;
    await test.deps.people.ensure(account, { name: '', email: 'rita@example.org', zone: null });
  });
  afterEach(() => test.close());

  const retried = async (id: string): Promise<void> => {
    test.advance(MINUTE);
    await test.app.deliverer.deliver(id);
    await test.settle();
  };
  const noteTo = async (id: string, words: string): Promise<void> => {
    await test.submit('repairs-ann', 'update', id, { audience: 'reporter', text: words });
    await test.settle();
  };
  const counts = (): readonly number[] => [
    test.channel.messagesAt(RITA).length,
    teams.messagesAt(TEAMS_RITA).length,
  ];

  it('is told where they recorded it, and nowhere else', async () => {
    const { id } = await test.file();
    await noteTo(id, 'one');
    expect(counts()).to.deep.equal([2, 0]);
  });

  it('is told on the other one when this one says that they cannot be reached, and nobody is alarmed', async () => {
    for (const reason of ['person-gone', 'person-unreachable'] as const) {
      test.channel.failAlways({ kind: 'refused', reason }, to(RITA));
    }
    const { id } = await test.file();
    await noteTo(id, 'one');
    expect(counts()).to.deep.equal([0, 2]);
    expect(test.channel.messagesAt('#C-ops')).to.deep.equal([]);
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    expect(
      teams.messagesAt(TEAMS_RITA)[0]?.updates,
      'the card is updated where it stands',
    ).to.be.greaterThan(0);
  });

  it('is not told elsewhere while it is not known, or only for now, that they cannot be reached', async () => {
    const { id } = await test.file();
    await test.settle();
    for (const fault of [
      { kind: 'retry', retryAfterMs: null },
      { kind: 'unknown', posted: true },
      { kind: 'unknown', posted: false },
      { kind: 'throw', posted: true },
    ] as const) {
      const [before = 0] = counts();
      test.channel.failNext(fault, to(RITA));
      await noteTo(id, JSON.stringify(fault));
      await retried(id);
      expect(counts(), JSON.stringify(fault)).to.deep.equal([before + 1, 0]);
    }
  });

  it('is told on the other one at once while this one refuses our token, and later here where there is no other', async () => {
    const { id } = await test.file();
    await test.settle();
    const refused = { kind: 'retry', retryAfterMs: null, tokenRefused: true } as const;
    const mend = test.channel.failAlways(refused, to(RITA));
    await noteTo(id, 'one');
    expect(counts()).to.deep.equal([1, 1]);
    for (const fault of [refused, { kind: 'refused', reason: 'person-unreachable' } as const]) {
      const [here = 0, there = 0] = counts();
      teams.failNext(fault, to(TEAMS_RITA));
      await noteTo(id, JSON.stringify(fault));
      expect(counts(), 'neither').to.deep.equal([here, there]);
      await retried(id);
      expect(counts(), 'tried again').to.deep.equal([here, there + 1]);
    }
    mend();
    expect(test.channel.messagesAt('#C-ops')).to.deep.equal([]);
  });

  it('is not told again on the first when the answer of the second was lost', async () => {
    const { id } = await test.file();
    await test.settle();
    test.channel.failNext({ kind: 'refused', reason: 'person-unreachable' }, to(RITA));
    teams.failNext({ kind: 'unknown', posted: true }, to(TEAMS_RITA));
    await noteTo(id, 'one');
    await retried(id);
    expect(counts()).to.deep.equal([1, 1]);
    expect((await test.load(id)).outbox).to.deep.equal([]);
  });

  it('is looked for where it was tried alone, whatever the other one says', async () => {
    const { id } = await test.file();
    await test.settle();
    teams.findBehaviour = 'retry';
    for (const posted of [true, false]) {
      test.channel.failNext({ kind: 'unknown', posted }, to(RITA));
      await noteTo(id, `posted: ${posted}`);
      expect((await test.load(id)).outbox[0]).to.include({ uncertain: true, triedOn: 'slack' });
      await retried(id);
    }
    expect(counts()).to.deep.equal([3, 0]);
    expect([test.channel.findCalls.length, teams.findCalls.length]).to.deep.equal([2, 0]);
  });

  it('is still looked for there when that was not possible the first time', async () => {
    const { id } = await test.file();
    await test.settle();
    test.channel.failNext({ kind: 'unknown', posted: true }, to(RITA));
    test.channel.findBehaviour = 'retry';
    await noteTo(id, 'one');
    await retried(id);
    expect((await test.load(id)).outbox[0]).to.include({ uncertain: true, triedOn: 'slack' });
    test.channel.findBehaviour = 'works';
    await retried(id);
    expect(counts()).to.deep.equal([2, 0]);
    expect(teams.findCalls).to.deep.equal([]);
  });

  it('is waited for while one of the two cannot be looked at, after a process that died', async () => {
    const { id } = await test.file();
    await test.settle();
    test.channel.failNext({ kind: 'unknown', posted: false }, to(RITA));
    await noteTo(id, 'one');
    const [item] = (await test.load(id)).outbox;
    test.advance(MINUTE);
    const now = test.deps.realNow();
    const dead = { token: 'dead/1', now, until: now + LEASE_MS };
    expect(await test.deps.complaints.claim(id, item?.id ?? '', dead)).to.include({
      lease: dead.token,
    });
    test.advance(LEASE_MS);
    teams.findBehaviour = 'retry';
    await retried(id);
    expect(counts()).to.deep.equal([1, 0]);
    teams.findBehaviour = 'cannot-tell';
    test.advance(HOUR);
    await test.app.deliverer.deliver(id);
    expect(counts()).to.deep.equal([2, 0]);
  });

  it('counts as not reached when neither reaches them, and the team’s thread says so once', async () => {
    const { id } = await test.file();
    await test.settle();
    test.channel.failAlways({ kind: 'refused', reason: 'person-gone' }, to(RITA));
    teams.failAlways({ kind: 'refused', reason: 'person-unreachable' }, to(TEAMS_RITA));
    await noteTo(id, 'one');
    await noteTo(id, 'two');
    const [card] = test.channel.messagesAt('#C-repairs');
    const thread = test.channel.messagesAt(`>${card?.ref.key}`);
    expect(thread.map(({ card: said }) => JSON.stringify(said))).to.have.length(1);
    expect(JSON.stringify(thread[0]?.card)).to.include('Name of rita').and.include('recorded');
    expect(test.channel.messagesAt('@U-repairs-ann'), 'its author hears each time').to.have.length(
      2,
    );
  });

  it('gets a new card on the other one when they left the one it stood on', async () => {
    const { id } = await test.file();
    await test.settle();
    test.channel.failAlways({ kind: 'refused', reason: 'person-unreachable' }, to(RITA));
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    expect(counts()).to.deep.equal([1, 1]);
    await test.submit('repairs-ann', 'acknowledge', id, { means: 'phone', words: 'told' });
    await test.settle();
    expect(JSON.stringify(teams.messagesAt(TEAMS_RITA)[0]?.card)).to.include('Acknowledged');
    const [card] = test.channel.messagesAt('#C-repairs');
    expect(test.channel.messagesAt(`>${card?.ref.key}`), 'they were reached').to.deep.equal([]);
  });
});
