import { expect } from 'chai';
import type { FieldValue } from '../../../src/ports/intake.js';
import { getFaults, getForm, getNoticeText, openApp, type TestApp } from '../../support/app.js';
import { at, createOrganisation, formatLocal, MINUTE } from '../../support/domain.js';

const QUARTER = 15 * MINUTE;

/** The values of the form with nothing changed. */
const USUAL: Readonly<Record<string, FieldValue>> = {
  ...{ listAt: 'usual', mostADay: 'usual', quiet: '' },
  ...{ 'inList.promise-near': 'due', 'inList.quiet': 'due' },
  ...{ 'inList.tell': 'due', 'inList.follow-up': 'due' },
};

describe('a person who chooses how their reminders come', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp(createOrganisation({ mostADay: 2 }));
  });
  afterEach(() => test.close());

  const open = async () =>
    getForm(await test.send('repairs-ann', { kind: 'command', text: 'reminders' }));
  const save = (values: Readonly<Record<string, FieldValue>> = {}, eventId?: string) =>
    test.submit('repairs-ann', 'reminders', '', { ...USUAL, ...values }, eventId);
  const inbox = () => test.deps.inboxes.load(test.personId('repairs-ann'));
  /** What the form is filled in with, by field. */
  const readForm = async (): Promise<Readonly<Record<string, unknown>>> => {
    const { fields } = await open();
    return Object.fromEntries(
      fields.map((field) => [field.name, 'initial' in field ? field.initial : null]),
    );
  };
  const read = (name: string): readonly string[] =>
    test.channel.messagesAt(`@U-${name}`).map(({ card }) => JSON.stringify(card));
  const sweepAt = async (now: number): Promise<void> => {
    test.setBusinessTime(now);
    for (let n = 0; n < 2; n += 1) {
      await test.app.wakeable.sweep();
      await test.settle();
    }
  };
  const take = async (): Promise<string> => {
    const { id } = await test.file('rita', { impact: 'high' });
    await test.press('repairs-ann', 'take', id);
    const words = { at: test.deps.clock.now(), means: 'phone', words: 'We have it' };
    await test.submit('repairs-ann', 'acknowledge', id, words);
    await test.settle();
    return id;
  };

  it('sees what holds for whoever has chosen nothing, and makes no inbox by looking', async () => {
    const form = await open();
    expect(JSON.stringify(form)).to.include('When I begin to work').and.include('Up to 2');
    expect(JSON.stringify(form)).not.to.include('Up to 3');
    expect(await readForm()).to.include({ listAt: 'usual', mostADay: 'usual' });
    expect(await inbox()).to.equal(undefined);
  });

  it('reads what holds from now on, and sees it when the form is opened again', async () => {
    await take();
    const kinds = {
      'inList.promise-near': 'list',
      'inList.quiet': 'list',
      'inList.tell': 'due',
      'inList.follow-up': 'due',
    };
    const reply = await save({ listAt: '480', mostADay: '1', quiet: '4 pm to 9:30 am', ...kinds });
    const shown = JSON.stringify(reply);
    expect(getNoticeText(reply)).to.include('Saved');
    expect(shown).to.include('comes at 08:00').and.include('at most 1 message comes a day');
    expect(shown).to.include('Nothing comes 16:00-09:30');
    expect((await inbox())?.settings).to.deep.equal({
      ...{ listAt: 480, mostADay: 1, quiet: { from: 960, to: 570 } },
      inList: ['promise-near', 'quiet'],
    });
    const again = await readForm();
    expect(again).to.include({ listAt: '480', mostADay: '1', quiet: '16:00-09:30' });
    const values = Object.entries(again).filter(([name]) => name.startsWith('inList'));
    expect(values.map(([, value]) => value)).to.deep.equal(['list', 'list', 'due', 'due']);
  });

  it('is told when the next list comes, or that there is nothing for it', async () => {
    expect(JSON.stringify(await save())).to.include('there is nothing for it now');
    await take();
    const next = at('2026-11-24T10:30');
    expect(JSON.stringify(await save({ listAt: '630' }))).to.include(String(next));
    expect((await inbox())?.listAt).to.equal(next);
  });

  it('is told in each field what cannot be, and keeps what held before', async () => {
    await save({ mostADay: '1' });
    const faults = getFaults(await save({ listAt: 'soon', mostADay: '7', quiet: 'at night' }));
    expect(faults.map((fault) => fault.split(':')[0])).to.deep.equal([
      'listAt',
      'mostADay',
      'quiet',
    ]);
    expect(faults[1]).to.include('At most 2 messages a day');
    expect(faults[2]).to.include('Redress cannot read that');
    expect(getFaults(await save({ quiet: '9:00-16:30' }))[0]).to.include('60 minutes');
    expect((await inbox())?.settings).to.include({ mostADay: 1, quiet: null, listAt: null });
  });

  it('who sends the form twice has chosen once', async () => {
    await save({ mostADay: '1' }, 'the same');
    await save({ mostADay: '1' }, 'the same');
    expect((await inbox())?.history.map(({ what }) => what)).to.deep.equal(['reminders']);
  });

  it('gets what can wait with the list if they want that, and the last warning in any case', async () => {
    const kinds = {
      'inList.promise-near': 'list',
      'inList.quiet': 'list',
      'inList.tell': 'list',
      'inList.follow-up': 'list',
    };
    await save({ mostADay: '0', ...kinds });
    const id = await take();
    const promise = { what: 'Call', dueAt: at('2026-11-26T16:00'), basis: 'Asked for' };
    await test.submit('repairs-ann', 'promise', id, promise);
    await test.settle();
    const before = read('repairs-ann').length;
    const times: string[] = [];
    for (let now = test.deps.clock.now(); now < at('2026-11-26T16:00'); now += QUARTER) {
      const seen = read('repairs-ann').length;
      await sweepAt(now);
      if (read('repairs-ann').length > seen) times.push(formatLocal(now).slice(5));
    }
    const messages = read('repairs-ann').slice(before);
    expect(
      messages.slice(0, -1).every((card) => card.includes('"Today: ')),
      times.join(),
    ).to.equal(true);
    expect(
      times.slice(0, -1).every((time) => time.endsWith('T09:00')),
      times.join(),
    ).to.equal(true);
    expect(times.at(-1)).to.equal('11-26T15:15');
    expect(messages.at(-1)).to.include('A promise is due');
  });

  it('gets nothing in their quiet hours but what is critical', async () => {
    await save({ quiet: '10:00-13:00' });
    const { id } = await test.file('rita', { impact: 'high' });
    const { id: critical } = await test.file('rita', { impact: 'critical' });
    for (const one of [id, critical]) await test.press('repairs-ann', 'take', one);
    await test.settle();
    await sweepAt(at('2026-11-24T08:00'));
    const before = read('repairs-ann').length;
    for (let now = at('2026-11-24T10:00'); now < at('2026-11-24T13:00'); now += QUARTER) {
      await sweepAt(now);
    }
    const quiet = read('repairs-ann').slice(before);
    expect(quiet.some((card) => card.includes(critical))).to.equal(true);
    expect(quiet.filter((card) => card.includes(id))).to.deep.equal([]);
    await sweepAt(at('2026-11-24T13:00'));
    expect(read('repairs-ann').at(-1)).to.include(id);
  });
});

describe('the limit of messages a day', () => {
  it('holds over many complaints: the rest comes with the next list, and nothing is lost', async () => {
    const test = await openApp(createOrganisation({ mostADay: 2 }));
    const read = () =>
      test.channel.messagesAt('@U-repairs-ann').map(({ card }) => JSON.stringify(card));
    // After the list of that day, promises whose first warnings come from 10:00 on, one every half an hour.
    test.setBusinessTime(at('2026-11-24T09:05'));
    const ids: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      const { id } = await test.file('rita', { impact: 'high' });
      await test.press('repairs-ann', 'take', id);
      const words = { at: test.deps.clock.now(), means: 'phone', words: 'We have it' };
      await test.submit('repairs-ann', 'acknowledge', id, words);
      const dueAt = at('2026-11-27T10:00') + n * 30 * MINUTE;
      await test.submit('repairs-ann', 'promise', id, { what: 'Call', dueAt, basis: 'Asked for' });
      ids.push(id);
    }
    await test.settle();
    const before = read().length;
    const news: (readonly [string, string])[] = [];
    for (let now = at('2026-11-24T09:15'); now <= at('2026-11-25T09:00'); now += QUARTER) {
      test.setBusinessTime(now);
      const seen = read().length;
      for (let n = 0; n < 2; n += 1) {
        await test.app.wakeable.sweep();
        await test.settle();
      }
      news.push(
        ...read()
          .slice(seen)
          .map((card) => [formatLocal(now).slice(5), card] as const),
      );
    }
    expect(news.map(([time]) => time)).to.deep.equal([
      ...['11-24T10:15', '11-24T10:45'],
      '11-25T09:00',
    ]);
    const said = news.map(([, card]) => ids.filter((id) => card.includes(id)));
    expect(said).to.deep.equal([[ids[0]], [ids[1]], ids.slice(2)]);
    expect(read()).to.have.length(before + 3);
    await test.close();
  });
});
