import { expect } from 'chai';
import { text } from '../../../src/text/index.js';
import { getFaults, getForm, getNoticeText, openApp, type TestApp } from '../../support/app.js';
import { at } from '../../support/domain.js';
import { toPlainText } from '../../views/plain-text.js';

describe('a snooze in chat', () => {
  let test: TestApp;
  let id: string;
  beforeEach(async () => {
    test = await openApp();
    id = (await test.file('rita')).id;
  });
  afterEach(() => test.close());

  const wakeAtNextAction = async (): Promise<void> => {
    test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
    await test.app.wakeable.wake({ kind: 'complaint', id });
  };

  it('replies when a snooze ends', async () => {
    await test.press('repairs-ann', 'take', id);
    expect(getNoticeText(await test.press('repairs-ann', 'snooze', id))).to.include('no reminder');
    await wakeAtNextAction();
    const reply = await test.press('repairs-ann', 'snooze', id);
    const { until } = (await test.load(id)).snoozes[test.personId('repairs-ann')] ?? { until: 0 };
    expect(getNoticeText(reply)).to.equal('C-1001: Snoozed.');
    expect(JSON.stringify(reply)).to.include(`"moment":${until},"zone":"Europe/London"`);
  });

  it('snoozes for an hour or to this afternoon by one press, and says why not', async () => {
    await test.press('repairs-ann', 'take', id);
    await wakeAtNextAction();
    const findUntil = async () =>
      (await test.load(id)).snoozes[test.personId('repairs-ann')]?.until ?? 0;
    test.setBusinessTime(at('2026-11-23T16:30'));
    const late = getNoticeText(await test.press('repairs-ann', 'snooze-hour', id));
    expect(late).to.equal(`${id}: ${text.refusals['snooze-not-now']({})}`);
    test.setBusinessTime(at('2026-11-24T09:30'));
    await test.press('repairs-ann', 'snooze-afternoon', id);
    expect(await findUntil()).to.equal(at('2026-11-24T13:00'));
    test.setBusinessTime(at('2026-11-24T13:00'));
    await test.app.wakeable.wake({ kind: 'complaint', id });
    await test.press('repairs-ann', 'snooze-hour', id);
    expect(await findUntil()).to.equal(at('2026-11-24T14:00'));
  });

  it('snoozes until a date in the words of the person, and keeps the form open for others', async () => {
    await test.press('repairs-ann', 'take', id);
    const early = await test.press('repairs-ann', 'snooze-until', id);
    expect(getNoticeText(early)).to.include('no reminder');
    await wakeAtNextAction();
    const form = getForm(await test.press('repairs-ann', 'snooze-until', id));
    expect(form).to.include({ id: 'snooze-until', context: id });
    expect(toPlainText(form)).to.match(/^C-1001 · Jo Tenant/m);
    const send = (words: string) => test.submit('repairs-ann', form.id, id, { words });
    const refused = getFaults(await send('when they call'));
    expect(refused).to.deep.equal([`words: ${text.refusals['snooze-unread']({})}`]);
    const reply = await send('Thursday noon');
    const { until } = (await test.load(id)).snoozes[test.personId('repairs-ann')] ?? { until: 0 };
    expect(until).to.equal(at('2026-11-26T12:00'));
    expect(JSON.stringify(reply)).to.include(`"Snoozed until ",{"moment":${until}`);
    const again = await test.press('repairs-ann', 'snooze-until', id);
    expect(JSON.stringify(again)).to.include(`{"moment":${until}`);
  });
});
