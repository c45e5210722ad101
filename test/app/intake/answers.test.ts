import { expect } from 'chai';
import { RedressError } from '../../../src/errors.js';
import { text } from '../../../src/text/index.js';
import { FILED, faultsOf, noticeOf, openApp, type TestApp } from '../../support/app.js';
import { HOUR } from '../../support/domain.js';

describe('the answer to a gesture', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  it('gives the same answer to the same event and changes nothing, whatever happened since', async () => {
    const { id } = await test.file('rita');
    await test.press('repairs-ann', 'take', id);
    const values = { audience: 'reporter', text: 'we are on it' };
    const first = await test.submit('repairs-ann', 'update', id, values, 'form-9');
    await test.submit('repairs-ann', 'withdraw', id, { reason: 'sorted' });
    const before = await test.load(id);
    const again = await test.submit('repairs-ann', 'update', id, values, 'form-9');
    await test.settle();
    expect(again).to.deep.equal(first);
    expect(noticeOf(first)).to.equal(text.answers['reporter-told']?.line);
    expect((await test.load(id)).version).to.equal(before.version);
    expect(
      test.channel.at('@U-rita').filter(({ deliveryId }) => /\/3\/0$/.test(deliveryId)),
    ).to.have.length(1);
  });

  it('never says of a form that it was recorded when somebody else sent it', async () => {
    const send = (name: string, description: string) =>
      test.submit(name, 'file', '', { ...FILED, description }, 'form-9');
    expect((await send('rita', 'mine')).kind).to.equal('none');
    expect(faultsOf(await send('zoe', 'another'))).to.deep.equal([
      `null: ${text.refusals['sent-by-another']({})}`,
    ]);
    expect((await send('rita', 'mine')).kind).to.equal('none');
    expect((await test.all()).map(({ reporter }) => reporter)).to.deep.equal([test.id('rita')]);
  });

  it('says it again to whoever sent it, by whatever record they are known since', async () => {
    const send = () => test.submit('rita', 'file', '', FILED, 'form-9');
    await send();
    const { people } = test.parts;
    await people.merge(test.id('rita'), test.id('zoe'));
    expect((await send()).kind).to.equal('none');
  });

  it('says so in words for the gesture when the records are away', async () => {
    const { id } = await test.file('rita');
    await test.settle();
    test.around = async () => {
      throw new RedressError('STORE_UNAVAILABLE', 'away');
    };
    const pressed = await test.press('repairs-ann', 'take', id);
    const looked = await test.press('repairs-ann', 'details', id);
    const sent = await test.submit('repairs-ann', 'resolve', id, {});
    const listed = await test.does('rita', { kind: 'command', text: 'list' });
    test.around = undefined;
    expect(noticeOf(pressed)).to.equal(text.notice.unavailable);
    expect(faultsOf(sent)).to.deep.equal([`null: ${text.notice.unavailable}`]);
    expect(noticeOf(listed)).to.equal(text.notice.unavailableRead);
    expect(noticeOf(looked)).to.equal(text.notice.unavailableRead);
    expect(await test.load(id)).to.deep.include({ state: 'open', version: 1 });
  });

  it('asks to try again when others were faster twelve times', async () => {
    const { id } = await test.file('rita');
    let tries = 0;
    test.around = async (member, _, go) => {
      if (member !== 'change') return go();
      tries += 1;
      return false;
    };
    const reply = await test.press('repairs-ann', 'take', id);
    expect(noticeOf(reply)).to.equal(text.notice.busy);
    expect(tries).to.equal(12);
  });

  it('leaves a fault of a thread message to the platform, which sends it again', async () => {
    const { id } = await test.file('rita');
    await test.settle();
    const key = (await test.load(id)).refs['team-card']?.key ?? '';
    const heard = { kind: 'message', thread: key, at: test.parts.realNow() + HOUR } as const;
    test.around = async () => {
      throw new RedressError('STORE_UNAVAILABLE', 'away');
    };
    const error = await test.does('repairs-ann', heard, 'e1').then(
      () => null,
      (thrown: unknown) => thrown,
    );
    test.around = undefined;
    expect(error).to.be.instanceOf(RedressError).and.include({ code: 'STORE_UNAVAILABLE' });
    test.pass(HOUR);
    expect(await test.does('repairs-ann', heard, 'e1')).to.deep.equal({ kind: 'none' });
    expect((await test.load(id)).lastLifeAt).to.equal(test.parts.clock.now());
  });

  it('hears what is written in its thread, without the words, and nothing elsewhere', async () => {
    const { id, version } = await test.file('rita');
    await test.settle();
    const key = (await test.load(id)).refs['team-card']?.key ?? '';
    const at = test.parts.realNow();
    await test.does('repairs-ann', { kind: 'message', thread: key, at }, 'e1');
    await test.does('repairs-ann', { kind: 'message', thread: key, at }, 'e1');
    await test.does('zoe', { kind: 'message', thread: 'another', at });
    const heard = await test.load(id);
    expect(heard.version).to.equal(version + 1);
    expect(heard.history.at(-1)).to.deep.include({ what: 'hear', by: test.id('repairs-ann') });
  });

  it('helps whoever addresses Redress in a thread, but not where a team talks of a complaint', async () => {
    const { id } = await test.file('rita');
    await test.settle();
    const key = (await test.load(id)).refs['team-card']?.key ?? '';
    const asks = { kind: 'message', at: test.parts.realNow(), isAddressedToBot: true } as const;
    const elsewhere = await test.does('zoe', { ...asks, thread: 'another' });
    expect(noticeOf(elsewhere)).to.equal(text.notice.helpTitle);
    const within = await test.does('repairs-ann', { ...asks, thread: key });
    expect(within).to.deep.equal({ kind: 'none' });
    expect((await test.load(id)).history.at(-1)).to.deep.include({ what: 'hear' });
    const talk = { ...asks, isAddressedToBot: false, thread: 'another' };
    expect(await test.does('zoe', talk)).to.deep.equal({ kind: 'none' });
  });

  it('keeps the events of commands, however much is written in its thread', async () => {
    const { id } = await test.file('rita');
    await test.settle();
    const key = (await test.load(id)).refs['team-card']?.key ?? '';
    await test.press('repairs-ann', 'take', id, 'took');
    const before = (await test.load(id)).events;
    for (let n = 0; n < 3; n += 1) {
      test.pass(HOUR);
      const at = test.parts.realNow();
      await test.does('repairs-ann', { kind: 'message', thread: key, at }, `talk-${n}`);
    }
    const { events, history } = await test.load(id);
    expect(events).to.deep.equal(before);
    expect(history.filter(({ what }) => what === 'hear')).to.have.length(3);
  });
});
