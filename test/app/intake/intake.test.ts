import { expect } from 'chai';
import { RedressError } from '../../../src/errors.js';
import { text } from '../../../src/text/index.js';
import {
  FILING_VALUES,
  getFaults,
  getForm,
  getNoticeText,
  openApp,
  type TestApp,
} from '../../support/app.js';
import { createDetails, createOrganisation } from '../../support/domain.js';

describe('a command in chat', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const slash = (words: string) => test.send('rita', { kind: 'command', text: words });

  it('opens the intake form with an id of its own', async () => {
    const one = getForm(await slash(''));
    const two = getForm(await slash(' '));
    expect([one.id, one.context]).to.deep.equal(['file', '']);
    expect(one.submissionId)
      .to.match(/^minted-/)
      .and.not.equal(two.submissionId);
  });

  it('fills in what stands behind it, also words nobody knows', async () => {
    const form = getForm(await slash('  the lift is broken '));
    const field = form.fields.find(({ name }) => name === 'description');
    expect(field).to.include({ initial: 'the lift is broken' });
  });

  it('explains itself when asked for help, in any case', async () => {
    const reply = await slash('HELP');
    expect(getNoticeText(reply)).to.equal(text.notice.helpTitle);
  });

  it('says what to do when there is no category to file under', async () => {
    const bare = await openApp(createOrganisation({ categories: new Map() }));
    const reply = await bare.send('rita', { kind: 'command', text: '' });
    await bare.close();
    expect(getNoticeText(reply)).to.equal(text.notice.noCategories);
  });

  it('lists what the person may see and nothing else', async () => {
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

  it('lists no complaint that is closed or withdrawn', async () => {
    const { id } = await test.file('rita');
    await test.submit('rita', 'withdraw', id, { reason: 'sorted' });
    expect(getNoticeText(await slash('list'))).to.equal(text.notice.list.none);
  });

  it('is counted with what came of it', async () => {
    await slash('help');
    expect(test.counts).to.include('commands {"kind":"slash","outcome":"notice"}');
  });
});

describe('filing by the form', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const file = (values: object, eventId?: string) =>
    test.submit('rita', 'file', '', { ...FILING_VALUES, ...values }, eventId);

  it('records it, answers after that, and posts both cards', async () => {
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

  it('records one complaint when the same form comes twice, also at once', async () => {
    await Promise.all([file({}, 'same'), file({}, 'same')]);
    const again = await file({}, 'same');
    await test.settle();
    expect(again).to.deep.equal({ kind: 'none' });
    expect(await test.listAll()).to.have.length(1);
    expect(test.channel.messages).to.have.length(2);
  });

  it('puts every fault under its own field, all at once', async () => {
    const reply = await file({
      complainant: '',
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

  it('keeps the form open with words when the records are away, and files once when sent again', async () => {
    test.interceptStore = async () => {
      throw new RedressError('STORE_UNAVAILABLE', 'away');
    };
    const away = await file({}, 'form-1');
    test.interceptStore = undefined;
    expect(getFaults(away)).to.deep.equal([`null: ${text.notice.unavailable}`]);
    expect(await test.listAll()).to.deep.equal([]);
    expect(await file({}, 'form-1')).to.deep.equal({ kind: 'none' });
    expect(await test.listAll()).to.have.length(1);
  });

  it('files once when the first answer of the records was lost', async () => {
    test.interceptStore = async (member, _, go) => {
      const result = await go();
      if (member === 'insert') throw new RedressError('STORE_UNAVAILABLE', 'no answer');
      return result;
    };
    expect((await file({}, 'form-1')).kind).to.equal('faults');
    test.interceptStore = undefined;
    expect(await file({}, 'form-1')).to.deep.equal({ kind: 'none' });
    expect(await test.listAll()).to.have.length(1);
  });

  it('takes any shape of values without failing, and files nothing of them', async () => {
    const reply = await test.submit('rita', 'file', '', { description: 7, isPublic: 'yes' });
    expect(getFaults(reply).length).to.be.greaterThan(3);
  });

  it('says that it was our fault when something breaks, and logs it without the text', async () => {
    test.interceptStore = async () => {
      throw new Error('a defect');
    };
    const reply = await file({ description: 'very private words' });
    expect(getFaults(reply)).to.deep.equal([`null: ${text.notice.fault}`]);
    expect(test.logs.map(({ line }) => line)).to.deep.equal(['error inbound event failed']);
    expect(JSON.stringify(test.logs)).not.to.include('very private');
  });
});

describe('a gesture of somebody who may not see the complaint', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const GESTURES = ['take', 'details', 'resolve', 'snooze', 'assign', 'keep'];

  for (const action of GESTURES) {
    it(`gets the same words as for one that is not there: ${action}`, async () => {
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

  it('gets the same fault for a form as for one that is not there', async () => {
    const { id } = await test.file('rita', { category: 'conduct' });
    const values = { text: 'hello', audience: 'reporter' };
    const hidden = await test.submit('zoe', 'update', id, values);
    expect(hidden).to.deep.equal(await test.submit('zoe', 'update', 'C-9999', values));
    expect(hidden.kind).to.equal('faults');
  });
});

describe('a forged gesture', () => {
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
    it(`is no complaint: ${JSON.stringify(value)}`, async () => {
      await test.file('rita');
      expect(getNoticeText(await test.press('repairs-ann', 'take', value))).to.equal(
        text.refusals['not-found']({}),
      );
      expect((await test.submit('repairs-ann', 'resolve', value, {})).kind).to.equal('faults');
    });
  }

  for (const action of ['', 'erase', 'constructor', '__proto__', 'toString', 'file', 'nudge']) {
    it(`does nothing as a button or a form called ${JSON.stringify(action)}`, async () => {
      const { id, version } = await test.file('rita');
      expect(getNoticeText(await test.press('repairs-ann', action, id))).to.be.a('string');
      if (action !== 'file') {
        const reply = await test.submit('repairs-ann', action, id, {});
        expect(reply.kind).to.equal('faults');
      }
      expect((await test.load(id)).version).to.equal(version);
    });
  }

  it('cannot do by a form what the person may not do', async () => {
    const { id, version } = await test.file('rita');
    const reply = await test.submit('rita', 'assign', id, { to: test.personId('rita') });
    expect(getFaults(reply)[0]).to.include(text.refusals['not-permitted']({}));
    expect((await test.load(id)).version).to.equal(version);
  });
});
