import { expect } from 'chai';
import { RedressError } from '../../src/errors.js';
import { readComplaintRegister } from '../../src/lab/complaint-register.js';
import { openApp, type TestApp } from '../support/app.js';
import { HOUR } from '../support/domain.js';

describe('the complaint register', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  it('has every complaint, also confidential ones, newest last and without its content', async () => {
    const one = await test.file('rita', { description: 'quite private', account: 'T-9911' });
    test.advance(1000);
    const two = await test.file('rita', { category: 'conduct' });
    await test.settle();
    const register = await readComplaintRegister(test.deps);
    expect(register.map(({ reference }) => reference)).to.deep.equal([one.id, two.id]);
    expect(register.map(({ confidential }) => confidential)).to.deep.equal([false, true]);
    const [first] = register;
    expect(first).to.deep.equal({
      reference: one.id,
      category: test.organisation.categories.get('damp')?.name,
      state: 'open',
      confidential: false,
      reporter: { name: 'Name of rita', accounts: { slack: test.account('rita').userId } },
      owner: null,
      team: test.organisation.teams.get(one.team)?.name,
      post: (await test.load(one.id)).refs['card:1'],
      formerPosts: [],
      acknowledged: false,
      promises: 0,
      nudges: 0,
      resolved: false,
      closed: false,
      waiting: 0,
    });
    const text = JSON.stringify(register);
    for (const word of ['private', 'T-9911', 'Jo Tenant']) expect(text).not.to.include(word);
  });

  it('shows the progress of a complaint, and counts only nudges that were sent', async () => {
    const { id } = await test.file();
    await test.settle();
    const readLast = async () => (await readComplaintRegister(test.deps)).at(-1);
    const endFault = test.channel.failAlways({ kind: 'retry', retryAfterMs: null });
    test.advance(HOUR);
    await test.app.wakeable.sweep();
    await test.settle();
    const { nudges, outbox } = await test.load(id);
    expect(nudges).to.have.length(1);
    expect(outbox).not.to.be.empty;
    expect(await readLast()).to.include({ nudges: 0, waiting: outbox.length });
    endFault();
    test.advance(60_000);
    await test.app.wakeable.sweep();
    await test.settle();
    expect(await readLast()).to.include({ nudges: 1, waiting: 0 });
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    const taken = await readLast();
    expect(taken).to.include({ state: 'assigned', nudges: 1, closed: false, resolved: false });
    expect(taken?.owner?.name).to.equal('Name of repairs-ann');
  });

  it('has the card with the team that has it, and those with teams that it has left', async () => {
    const { id, team } = await test.file('rita');
    await test.submit('rita', 'recategorise', id, { category: 'invoice' });
    await test.settle();
    const [entry] = await readComplaintRegister(test.deps);
    const { refs, team: present } = await test.load(id);
    expect(present).not.to.equal(team);
    expect(entry).to.deep.include({ post: refs['card:2'], formerPosts: [refs['card:1']] });
  });

  it('throws when the store does not answer', async () => {
    test.interceptStore = async () => {
      throw new RedressError('STORE_UNAVAILABLE', 'away');
    };
    const error = await readComplaintRegister(test.deps).catch((thrown: unknown) => thrown);
    test.interceptStore = undefined;
    expect(error).to.be.instanceOf(RedressError).and.to.include({ code: 'STORE_UNAVAILABLE' });
  });
});
