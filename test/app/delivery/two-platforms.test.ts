import { expect } from 'chai';
import { LEASE_MS } from '../../../src/app/delivery/retry.js';
import { openApp, type TestApp } from '../../support/app.js';
import { HOUR, MINUTE } from '../../support/domain.js';
import { createFakeChannel, type FakeChannel, type SendCall } from '../../support/fake-channel.js';

const RITA = '@U-rita';
const TEAMS_RITA = '@aad-rita';
const isTo =
  (where: string) =>
  (call: SendCall): boolean =>
    call.to === where;

describe('a person with accounts on two platforms', () => {
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

  const retryDelivery = async (id: string): Promise<void> => {
    test.advance(MINUTE);
    await test.app.deliverer.deliver({ kind: 'complaint', id });
    await test.settle();
  };
  const sendNote = async (id: string, words: string): Promise<void> => {
    await test.submit('repairs-ann', 'update', id, { audience: 'reporter', text: words });
    await test.settle();
  };
  const countMessages = (): readonly number[] => [
    test.channel.messagesAt(RITA).length,
    teams.messagesAt(TEAMS_RITA).length,
  ];

  it('gets messages only on the platform where they filed the complaint', async () => {
    const { id } = await test.file();
    await sendNote(id, 'one');
    expect(countMessages()).to.deep.equal([2, 0]);
  });

  it('gets messages on the other platform when the first cannot reach them, without an alarm', async () => {
    for (const reason of ['person-gone', 'person-unreachable'] as const) {
      test.channel.failAlways({ kind: 'refused', reason }, isTo(RITA));
    }
    const { id } = await test.file();
    await sendNote(id, 'one');
    expect(countMessages()).to.deep.equal([0, 2]);
    expect(test.channel.messagesAt('#C-ops')).to.deep.equal([]);
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    expect(
      teams.messagesAt(TEAMS_RITA)[0]?.updates,
      'the card is updated where it was posted',
    ).to.be.greaterThan(0);
  });

  it('gets no message on the other platform while the first may still deliver it', async () => {
    const { id } = await test.file();
    await test.settle();
    for (const fault of [
      { kind: 'retry', retryAfterMs: null },
      { kind: 'unknown', posted: true },
      { kind: 'unknown', posted: false },
      { kind: 'throw', posted: true },
    ] as const) {
      const [before = 0] = countMessages();
      test.channel.failNext(fault, isTo(RITA));
      await sendNote(id, JSON.stringify(fault));
      await retryDelivery(id);
      expect(countMessages(), JSON.stringify(fault)).to.deep.equal([before + 1, 0]);
    }
  });

  it('gets messages on the other platform at once while the first refuses our token, or later on the first', async () => {
    const { id } = await test.file();
    await test.settle();
    const refused = { kind: 'retry', retryAfterMs: null, tokenRefused: true } as const;
    const endFault = test.channel.failAlways(refused, isTo(RITA));
    await sendNote(id, 'one');
    expect(countMessages()).to.deep.equal([1, 1]);
    for (const fault of [refused, { kind: 'refused', reason: 'person-unreachable' } as const]) {
      const [here = 0, there = 0] = countMessages();
      teams.failNext(fault, isTo(TEAMS_RITA));
      await sendNote(id, JSON.stringify(fault));
      expect(countMessages(), 'neither').to.deep.equal([here, there]);
      await retryDelivery(id);
      expect(countMessages(), 'retried').to.deep.equal([here, there + 1]);
    }
    endFault();
    expect(test.channel.messagesAt('#C-ops')).to.deep.equal([]);
  });

  it('gets no repeat on the first platform when the answer of the second was lost', async () => {
    const { id } = await test.file();
    await test.settle();
    test.channel.failNext({ kind: 'refused', reason: 'person-unreachable' }, isTo(RITA));
    teams.failNext({ kind: 'unknown', posted: true }, isTo(TEAMS_RITA));
    await sendNote(id, 'one');
    await retryDelivery(id);
    expect(countMessages()).to.deep.equal([1, 1]);
    expect((await test.load(id)).outbox).to.deep.equal([]);
  });

  it('gets no message on the other platform while the first may have it and refuses our token', async () => {
    const { id } = await test.file();
    await test.settle();
    test.channel.findBehaviour = 'cannot-tell';
    for (const posted of [true, false]) {
      const [before = 0] = countMessages();
      test.channel.failNext({ kind: 'unknown', posted }, isTo(RITA));
      await sendNote(id, `posted: ${posted}`);
      const refused = { kind: 'retry', retryAfterMs: null, tokenRefused: true } as const;
      const endFault = test.channel.failAlways(refused, isTo(RITA));
      await retryDelivery(id);
      await retryDelivery(id);
      expect(countMessages(), 'refused').to.deep.equal([before + Number(posted), 0]);
      expect((await test.load(id)).outbox[0]).to.include({ uncertain: true, triedOn: 'slack' });
      endFault();
      await retryDelivery(id);
      expect(countMessages(), 'accepted').to.deep.equal([before + Number(posted) + 1, 0]);
    }
  });

  it('gets the message on the platform where it may be, although another is the best by now', async () => {
    const { id } = await test.file();
    await test.settle();
    test.channel.findBehaviour = 'cannot-tell';
    teams.findBehaviour = 'cannot-tell';
    const endFault = test.channel.failAlways(
      { kind: 'retry', retryAfterMs: null, tokenRefused: true },
      isTo(RITA),
    );
    teams.failNext({ kind: 'unknown', posted: true }, isTo(TEAMS_RITA));
    await sendNote(id, 'one');
    endFault();
    await retryDelivery(id);
    expect(countMessages()).to.deep.equal([1, 2]);
  });

  it('has a message looked up only on the platform where it was attempted', async () => {
    const { id } = await test.file();
    await test.settle();
    teams.findBehaviour = 'retry';
    for (const posted of [true, false]) {
      test.channel.failNext({ kind: 'unknown', posted }, isTo(RITA));
      await sendNote(id, `posted: ${posted}`);
      expect((await test.load(id)).outbox[0]).to.include({ uncertain: true, triedOn: 'slack' });
      await retryDelivery(id);
    }
    expect(countMessages()).to.deep.equal([3, 0]);
    expect([test.channel.findCalls.length, teams.findCalls.length]).to.deep.equal([2, 0]);
  });

  it('has a message looked up there again when the first look-up failed', async () => {
    const { id } = await test.file();
    await test.settle();
    test.channel.failNext({ kind: 'unknown', posted: true }, isTo(RITA));
    test.channel.findBehaviour = 'retry';
    await sendNote(id, 'one');
    await retryDelivery(id);
    expect((await test.load(id)).outbox[0]).to.include({ uncertain: true, triedOn: 'slack' });
    test.channel.findBehaviour = 'works';
    await retryDelivery(id);
    expect(countMessages()).to.deep.equal([2, 0]);
    expect(teams.findCalls).to.deep.equal([]);
  });

  it('gets no repeat after a crash while one platform cannot look the message up', async () => {
    const { id } = await test.file();
    await test.settle();
    test.channel.failNext({ kind: 'unknown', posted: false }, isTo(RITA));
    await sendNote(id, 'one');
    const [item] = (await test.load(id)).outbox;
    test.advance(MINUTE);
    const now = test.deps.realNow();
    const dead = { token: 'dead/1', now, until: now + LEASE_MS };
    expect(await test.deps.complaints.claim(id, item?.id ?? '', dead)).to.include({
      lease: dead.token,
    });
    test.advance(LEASE_MS);
    teams.findBehaviour = 'retry';
    await retryDelivery(id);
    expect(countMessages()).to.deep.equal([1, 0]);
    teams.findBehaviour = 'cannot-tell';
    test.advance(HOUR);
    await test.app.deliverer.deliver({ kind: 'complaint', id });
    expect(countMessages()).to.deep.equal([2, 0]);
  });

  it('is reported once in the team’s thread when neither platform reaches them', async () => {
    const { id } = await test.file();
    await test.settle();
    test.channel.failAlways({ kind: 'refused', reason: 'person-gone' }, isTo(RITA));
    teams.failAlways({ kind: 'refused', reason: 'person-unreachable' }, isTo(TEAMS_RITA));
    await sendNote(id, 'one');
    await sendNote(id, 'two');
    const [card] = test.channel.messagesAt('#C-repairs');
    const thread = test.channel.messagesAt(`>${card?.ref.key}`);
    expect(thread.map(({ card: shown }) => JSON.stringify(shown))).to.have.length(1);
    expect(JSON.stringify(thread[0]?.card)).to.include('Name of rita').and.include('recorded');
    expect(test.channel.messagesAt('@U-repairs-ann'), 'its author gets each report').to.have.length(
      2,
    );
  });

  it('gets a new card on the other platform after they left the first', async () => {
    const { id } = await test.file();
    await test.settle();
    test.channel.failAlways({ kind: 'refused', reason: 'person-unreachable' }, isTo(RITA));
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    expect(countMessages()).to.deep.equal([1, 1]);
    await test.submit('repairs-ann', 'acknowledge', id, { means: 'phone', words: 'told' });
    await test.settle();
    expect(JSON.stringify(teams.messagesAt(TEAMS_RITA)[0]?.card)).to.include('Acknowledged');
    const [card] = test.channel.messagesAt('#C-repairs');
    expect(test.channel.messagesAt(`>${card?.ref.key}`), 'they were reached').to.deep.equal([]);
  });
});
