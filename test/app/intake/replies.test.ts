import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { RedressError } from '../../../src/errors.js';
import { text } from '../../../src/text/index.js';
import { getFaults, getNoticeText, openApp, type TestApp } from '../../support/app.js';
import { FILING_VALUES } from '../../support/complaint/filing-values.js';
import { HOUR } from '../../support/domain.js';

describe('the reply to an event', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  it('is the same for the same event, which changes nothing the second time', async () => {
    const { id } = await test.file('rita');
    await test.press('repairs-ann', 'take', id);
    const values = { audience: 'reporter', text: 'we are on it' };
    const first = await test.submit('repairs-ann', 'update', id, values, 'form-9');
    await test.submit('repairs-ann', 'withdraw', id, { reason: 'sorted' });
    const before = await test.load(id);
    const again = await test.submit('repairs-ann', 'update', id, values, 'form-9');
    await test.settle();
    expect(again).to.deep.equal(first);
    expect(getNoticeText(first)).to.equal('C-1001: Sent to the reporter.');
    expect((await test.load(id)).version).to.equal(before.version);
    expect(
      test.channel
        .messagesAt('@U-rita')
        .filter(({ deliveryId }) => /\/3\/0\/\d+$/.test(deliveryId)),
    ).to.have.length(1);
  });

  it('refuses a submission id that another person used', async () => {
    const send = (name: string, description: string) =>
      test.submit(name, 'file', '', { ...FILING_VALUES, description }, 'form-9');
    expect((await send('rita', 'mine')).kind).to.equal('recorded');
    expect(getFaults(await send('zoe', 'another'))).to.deep.equal([
      `null: ${text.refusals['sent-by-another']({})}`,
    ]);
    expect((await send('rita', 'mine')).kind).to.equal('recorded');
    expect((await test.listAll()).map(({ reporter }) => reporter)).to.deep.equal([
      test.personId('rita'),
    ]);
  });

  it('is the same for a person whose record was merged meanwhile', async () => {
    const send = () => test.submit('rita', 'file', '', FILING_VALUES, 'form-9');
    await send();
    const { people } = test.deps;
    await people.merge(test.personId('rita'), test.personId('zoe'));
    expect((await send()).kind).to.equal('recorded');
  });

  it('says that the store does not answer, in words that fit the event', async () => {
    const { id } = await test.file('rita');
    await test.settle();
    test.interceptStore = async () => {
      throw new RedressError('STORE_UNAVAILABLE', 'away');
    };
    const pressed = await test.press('repairs-ann', 'take', id);
    const looked = await test.press('repairs-ann', 'details', id);
    const sent = await test.submit('repairs-ann', 'resolve', id, {});
    const listed = await test.send('rita', { kind: 'command', text: 'list' });
    test.interceptStore = undefined;
    expect(getNoticeText(pressed)).to.equal(text.notice.unavailable);
    expect(getFaults(sent)).to.deep.equal([`null: ${text.notice.unavailable}`]);
    expect(getNoticeText(listed)).to.equal(text.notice.unavailableRead);
    expect(getNoticeText(looked)).to.equal(text.notice.unavailableRead);
    expect(await test.load(id)).to.deep.include({ state: 'open', version: 1 });
  });

  it('asks to try again after twelve lost races', async () => {
    const { id } = await test.file('rita');
    let tries = 0;
    test.interceptStore = async (member, _, go) => {
      const done = member === 'change' ? undefined : await go();
      if (member === 'load') return { ...(done as Complaint), version: tries };
      if (member !== 'change') return done;
      tries += 1;
      return false;
    };
    const reply = await test.press('repairs-ann', 'take', id);
    expect(getNoticeText(reply)).to.equal(text.notice.busy);
    expect(tries).to.equal(12);
  });

  it('is an error for a thread message, so that the platform sends it again', async () => {
    const { id } = await test.file('rita');
    await test.settle();
    const key = (await test.load(id)).refs['card:1']?.key ?? '';
    const message = { kind: 'message', thread: key, at: test.deps.realNow() + HOUR } as const;
    test.interceptStore = async () => {
      throw new RedressError('STORE_UNAVAILABLE', 'away');
    };
    const error = await test.send('repairs-ann', message, 'e1').then(
      () => null,
      (thrown: unknown) => thrown,
    );
    test.interceptStore = undefined;
    expect(error).to.be.instanceOf(RedressError).and.include({ code: 'STORE_UNAVAILABLE' });
    test.advance(HOUR);
    expect(await test.send('repairs-ann', message, 'e1')).to.deep.equal({ kind: 'none' });
    expect((await test.load(id)).lastLifeAt).to.equal(test.deps.clock.now());
  });

  it('records activity in the complaint’s thread without the text, and nothing elsewhere', async () => {
    const { id, version } = await test.file('rita');
    await test.settle();
    const key = (await test.load(id)).refs['card:1']?.key ?? '';
    const at = test.deps.realNow();
    await test.send('repairs-ann', { kind: 'message', thread: key, at }, 'e1');
    await test.send('repairs-ann', { kind: 'message', thread: key, at }, 'e1');
    await test.send('zoe', { kind: 'message', thread: 'another', at });
    const changed = await test.load(id);
    expect(changed.version).to.equal(version + 1);
    expect(changed.history.at(-1)).to.deep.include({
      what: 'hear',
      by: test.personId('repairs-ann'),
    });
  });

  it('is help for a message to the bot, but not in a complaint’s thread', async () => {
    const { id } = await test.file('rita');
    await test.settle();
    const key = (await test.load(id)).refs['card:1']?.key ?? '';
    const asks = { kind: 'message', at: test.deps.realNow(), asks: 'help' } as const;
    const elsewhere = await test.send('zoe', { ...asks, thread: 'another' });
    expect(getNoticeText(elsewhere)).to.equal(text.notice.helpTitle);
    const within = await test.send('repairs-ann', { ...asks, thread: key });
    expect(within).to.deep.equal({ kind: 'none' });
    expect((await test.load(id)).history.at(-1)).to.deep.include({ what: 'hear' });
    const talk = { kind: 'message', at: asks.at, thread: 'another' } as const;
    expect(await test.send('zoe', talk)).to.deep.equal({ kind: 'none' });
  });

  it('is what a message to the bot asks for, outside a complaint’s thread', async () => {
    const { id } = await test.file('rita');
    await test.settle();
    const key = (await test.load(id)).refs['card:1']?.key ?? '';
    const at = test.deps.realNow();
    const ask = (asks: string, thread = 'another') =>
      test.send('repairs-ann', { kind: 'message', at, thread, asks });
    expect(getNoticeText(await ask('list'))).to.equal(text.notice.list.title);
    const form = await ask('The lift is broken');
    expect(form).to.have.nested.property('form.id', 'file');
    expect(JSON.stringify(form)).to.include('The lift is broken');
    for (const words of ['list', 'The lift is broken']) {
      expect(await ask(words, key)).to.deep.equal({ kind: 'none' });
    }
  });

  it('stays repeatable for commands, however many messages follow in the thread', async () => {
    const { id } = await test.file('rita');
    await test.settle();
    const key = (await test.load(id)).refs['card:1']?.key ?? '';
    await test.press('repairs-ann', 'take', id, 'took');
    const before = (await test.load(id)).events;
    for (let n = 0; n < 3; n += 1) {
      test.advance(HOUR);
      const at = test.deps.realNow();
      await test.send('repairs-ann', { kind: 'message', thread: key, at }, `talk-${n}`);
    }
    const { events, history } = await test.load(id);
    expect(events).to.deep.equal(before);
    expect(history.filter(({ what }) => what === 'hear')).to.have.length(3);
  });
});
