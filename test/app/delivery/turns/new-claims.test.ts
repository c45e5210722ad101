import { expect } from 'chai';
import { LEASE_MS } from '../../../../src/app/delivery/retry.js';
import { NewClaims } from '../../../../src/app/delivery/turns/new-claims.js';
import { openApp, type TestApp } from '../../../support/app.js';
import { HOUR } from '../../../support/domain.js';

describe('a delivery that can be sent at once', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  /** The writes of the store from now on, by their names in the port. */
  function recordWrites(): readonly string[] {
    const writes: string[] = [];
    test.interceptStore = (member, _args, go) => {
      if (['file', 'change', 'claim', 'postpone', 'finish'].includes(member)) writes.push(member);
      return go();
    };
    return writes;
  }

  it('is claimed in the write that makes it', async () => {
    const writes = recordWrites();
    const { id } = await test.file();
    await test.settle();
    expect(writes).to.deep.equal(['file', 'finish', 'finish']);
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    expect(writes.filter((write) => write === 'claim')).to.deep.equal([]);
    expect((await test.load(id)).outbox).to.deep.equal([]);
  });

  it('is claimed when its turn comes if the platform’s pace makes it wait', async () => {
    const writes = recordWrites();
    test.channel.waitMs = (to) => (to.startsWith('#') ? 1000 : 0);
    const { id } = await test.file();
    const [card] = (await test.load(id)).outbox;
    expect(card).to.include({ slot: 'card:1', lease: null });
    await test.settle();
    expect(writes).to.deep.equal(['file', 'finish']);
  });

  it('is claimed when its turn comes if another is on its way to the same channel', async () => {
    const release = test.channel.holdNext(({ to }) => to === '#C-repairs');
    await test.file();
    const { id } = await test.file();
    const [card] = (await test.load(id)).outbox;
    expect(card).to.include({ slot: 'card:1', lease: null });
    release();
    await test.settle();
    expect(test.channel.messagesAt('#C-repairs')).to.have.length(2);
  });

  it('is given back and claimed again when its turn comes too late', async () => {
    const writes: string[] = [];
    test.interceptStore = async (member, _args, go) => {
      writes.push(member);
      const result = await go();
      if (member === 'file') test.advance(11_000);
      return result;
    };
    await test.file();
    await test.settle();
    for (const member of ['postpone', 'claim', 'finish']) {
      expect(
        writes.filter((one) => one === member),
        member,
      ).to.have.length(2);
    }
    expect(test.channel.messages).to.have.length(2);
  });

  it('is not claimed by a process that ends', async () => {
    test.app.background.close();
    const { id } = await test.file();
    const { outbox } = await test.load(id);
    expect(outbox.map(({ lease }) => lease)).to.deep.equal([null, null]);
  });
});

describe('claims of new deliveries', () => {
  const turn = { queue: 'slack C1', waitMs: () => 0 };
  let now = 0;
  let made = 0;
  const createClaims = (): NewClaims => {
    now = HOUR;
    const newId = (): string => {
      made += 1;
      return String(made);
    };
    const deps = { owner: 'bot', newId, realNow: () => now };
    return new NewClaims(deps, { isIdle: () => true, isClosed: false });
  };
  const claim = (claims: NewClaims, item = createItem()) => {
    const [claimed] = claims.claim({ outbox: [item], refs: {} }, [item], () => turn);
    return claimed;
  };
  const createItem = () => ({
    ...({ id: 'C-1/1/0', kind: 'post', slot: 'ops', person: null } as const),
    view: { name: 'alarm', args: { reason: 'no-place', slot: 'card:1' } } as const,
    ...{ createdAt: HOUR, dueAt: HOUR, attempts: 0, lease: null, uncertain: false, failed: null },
  });

  it('have a lease, and are taken once', () => {
    const claims = createClaims();
    const claimed = claim(claims);
    const token = claimed?.lease ?? '';
    expect(claimed?.dueAt).to.equal(HOUR + LEASE_MS);
    expect(token.startsWith('bot/'), token).to.equal(true);
    expect(claims.holds(claimed ?? createItem())).to.equal(true);
    expect([claims.take(token), claims.take(token)]).to.deep.equal(['fresh', 'unknown']);
  });

  it('are made one at a time for a queue, until the turn has come or the lease has ended', () => {
    const claims = createClaims();
    const first = claim(claims);
    expect(claim(claims)?.lease, 'the first one waits').to.equal(null);
    claims.take(first?.lease ?? '');
    expect(claim(claims)?.lease, 'it had its turn').to.not.equal(null);
    now += LEASE_MS + 1;
    const item = { ...createItem(), dueAt: now, createdAt: now };
    expect(claim(claims, item)?.lease, 'its commit was never made').to.not.equal(null);
  });

  it('are late after ten seconds, so that sending ends within the lease', () => {
    const claims = createClaims();
    const claimed = claim(claims);
    now += 10_001;
    expect(claims.take(claimed?.lease ?? '')).to.equal('late');
  });
});
