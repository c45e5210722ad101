import { expect } from 'chai';
import { RedressError } from '../../../src/errors.js';
import { text } from '../../../src/text/index.js';
import { getFaults, getForm, getNoticeText, openApp, type TestApp } from '../../support/app.js';
import { FILING_VALUES } from '../../support/complaint/filing-values.js';
import { createDetails, createOrganisation } from '../../support/domain.js';

describe('the slash command', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const slash = (words: string) => test.send('rita', { kind: 'command', text: words });

  it('opens the intake form with its own submission id', async () => {
    const one = getForm(await slash(''));
    const two = getForm(await slash(' '));
    expect([one.id, one.context]).to.deep.equal(['file', '']);
    expect(one.submissionId)
      .to.match(/^new-id-/)
      .and.not.equal(two.submissionId);
  });

  it('fills the description with the words after it', async () => {
    const form = getForm(await slash('  the lift is broken '));
    const field = form.fields.find(({ name }) => name === 'description');
    expect(field).to.include({ initial: 'the lift is broken' });
  });

  it('replies with help, in upper or lower case', async () => {
    const reply = await slash('HELP');
    expect(getNoticeText(reply)).to.equal(text.notice.helpTitle);
  });

  it('fills the description with a quoted message, even if its words are a command', async () => {
    for (const words of ['list', 'help', 'The lift is broken']) {
      const form = getForm(await test.send('rita', { kind: 'quote', text: words }));
      const field = form.fields.find(({ name }) => name === 'description');
      expect(field).to.include({ initial: words });
    }
  });

  it('says what to do when no category is configured', async () => {
    const bare = await openApp(createOrganisation({ categories: new Map() }));
    const reply = await bare.send('rita', { kind: 'command', text: '' });
    await bare.close();
    expect(getNoticeText(reply)).to.equal(text.notice.noCategories);
  });

  it('lists only complaints the person may see', async () => {
    const open = await test.file('rita');
    const secret = await test.file('rita', { category: 'conduct' });
    const listed = async (name: string): Promise<string> =>
      JSON.stringify(await test.send(name, { kind: 'command', text: 'list' }));
    expect(await listed('rita'))
      .to.include(open.id)
      .and.include(secret.id);
    expect(await listed('repairs-ann'))
      .to.include(open.id)
      .and.not.include(secret.id);
    expect(await listed('repairs-lead'))
      .to.include(open.id)
      .and.include(secret.id);
    expect(await listed('billing-ann'))
      .to.include(text.notice.list.none)
      .and.not.include('C-');
  });

  it('does not list closed and withdrawn complaints', async () => {
    const { id } = await test.file('rita');
    await test.submit('rita', 'withdraw', id, { reason: 'sorted' });
    expect(getNoticeText(await slash('list'))).to.equal(text.notice.list.none);
  });

  it('is counted with its outcome', async () => {
    await slash('help');
    expect(test.counts).to.include('commands {"kind":"slash","outcome":"notice"}');
  });
});

describe('the intake form', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const file = (values: object, eventId?: string) =>
    test.submit('rita', 'file', '', { ...FILING_VALUES, ...values }, eventId);

  it('stores the complaint, replies after that, and posts both cards', async () => {
    const { id } = await test.file('rita');
    await test.settle();
    expect(await test.load(id)).to.deep.include({
      state: 'open',
      outbox: [],
      details: createDetails(),
    });
    expect(test.channel.messages.map(({ to }) => to)).to.have.members(['#C-repairs', '@U-rita']);
    const { nextActionAt } = await test.load(id);
    expect(test.scheduled).to.deep.include({ id, at: nextActionAt });
  });

  it('stores one complaint when the same form is submitted twice, even at once', async () => {
    await Promise.all([file({}, 'same'), file({}, 'same')]);
    const again = await file({}, 'same');
    await test.settle();
    expect(again.kind).to.equal('recorded');
    expect(await test.listAll()).to.have.length(1);
    expect(test.channel.messages).to.have.length(2);
  });

  it('shows all faults at once, each under its field', async () => {
    const reply = await file({
      complainant: 'y'.repeat(151),
      description: 'x'.repeat(20_000),
      category: 'gone',
    });
    expect(getFaults(reply).map((fault) => fault.split(':')[0])).to.deep.equal([
      'complainant',
      'description',
      'category',
    ]);
    expect(getFaults(reply).join()).to.include('20000 characters, but only 3000 fit');
    expect(await test.listAll()).to.deep.equal([]);
  });

  it('stays open with a message when the store does not answer, and files once when submitted again', async () => {
    test.interceptStore = async () => {
      throw new RedressError('STORE_UNAVAILABLE', 'away');
    };
    const away = await file({}, 'form-1');
    test.interceptStore = undefined;
    expect(getFaults(away)).to.deep.equal([`null: ${text.notice.unavailable}`]);
    expect(await test.listAll()).to.deep.equal([]);
    expect((await file({}, 'form-1')).kind).to.equal('recorded');
    expect(await test.listAll()).to.have.length(1);
  });

  it('files once when the store’s first answer was lost', async () => {
    test.interceptStore = async (member, _, go) => {
      const result = await go();
      if (member === 'file') throw new RedressError('STORE_UNAVAILABLE', 'no answer');
      return result;
    };
    expect((await file({}, 'form-1')).kind).to.equal('faults');
    test.interceptStore = undefined;
    expect((await file({}, 'form-1')).kind).to.equal('recorded');
    expect(await test.listAll()).to.have.length(1);
  });

  it('refuses values of any wrong type without an error', async () => {
    const reply = await test.submit('rita', 'file', '', {
      ...{ description: 7, isPublic: 'yes', impact: 'x' },
    });
    expect(getFaults(reply).length).to.be.greaterThan(3);
  });

  it('replies that it is our fault after an unexpected error, and logs it without the text', async () => {
    test.interceptStore = async () => {
      throw new Error('a bug');
    };
    const reply = await file({ description: 'very private words' });
    expect(getFaults(reply)).to.deep.equal([`null: ${text.notice.fault}`]);
    expect(test.logs.map(({ line }) => line)).to.deep.equal(['error inbound event failed']);
    expect(JSON.stringify(test.logs)).not.to.include('very private');
  });
});

describe('an event from a person who may not see the complaint', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const ACTIONS = ['take', 'details', 'resolve', 'snooze', 'assign', 'keep'];

  for (const action of ACTIONS) {
    it(`gets the same reply as for a complaint that does not exist: ${action}`, async () => {
      const { id } = await test.file('rita', { category: 'conduct' });
      const before = await test.load(id);
      const hidden = await test.press('repairs-ann', action, `${id}/p1`);
      const absent = await test.press('repairs-ann', action, 'C-9999/p1');
      await test.settle();
      expect(hidden).to.deep.equal(absent);
      expect(getNoticeText(hidden)).to.equal(text.refusals['not-found']({}));
      expect((await test.load(id)).version).to.equal(before.version);
    });
  }

  it('gets the same form fault as for a complaint that does not exist', async () => {
    const { id } = await test.file('rita', { category: 'conduct' });
    const values = { text: 'hello', audience: 'reporter' };
    const hidden = await test.submit('zoe', 'update', id, values);
    expect(hidden).to.deep.equal(await test.submit('zoe', 'update', 'C-9999', values));
    expect(hidden.kind).to.equal('faults');
  });
});

describe('a forged event', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const VALUES = [
    '',
    'C-',
    'c-1001',
    'C-1001/',
    'C-1001/p',
    'C-1001/p1/x',
    '../C-1001',
    'C-1001\n',
  ];

  for (const value of VALUES) {
    it(`names no complaint: ${JSON.stringify(value)}`, async () => {
      await test.file('rita');
      expect(getNoticeText(await test.press('repairs-ann', 'take', value))).to.equal(
        text.refusals['not-found']({}),
      );
      expect((await test.submit('repairs-ann', 'resolve', value, {})).kind).to.equal('faults');
    });
  }

  for (const action of ['', 'erase', 'constructor', '__proto__', 'toString', 'file', 'nudge']) {
    it(`changes nothing with the button or form ${JSON.stringify(action)}`, async () => {
      const { id, version } = await test.file('rita');
      expect(getNoticeText(await test.press('repairs-ann', action, id))).to.be.a('string');
      if (action !== 'file') {
        const reply = await test.submit('repairs-ann', action, id, {});
        expect(reply.kind).to.equal('faults');
      }
      expect((await test.load(id)).version).to.equal(version);
    });
  }

  it('cannot run a command the person is not allowed to run', async () => {
    const { id, version } = await test.file('rita');
    const reply = await test.submit('rita', 'assign', id, { to: test.personId('rita') });
    expect(getFaults(reply)[0]).to.include(text.refusals['not-permitted']({}));
    expect((await test.load(id)).version).to.equal(version);
  });
});
