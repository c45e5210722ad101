import { expect } from 'chai';
import { getNoticeText, openApp, type TestApp } from '../../support/app.js';
import { findNextLine } from '../../support/complaint/inbox-lines.js';
import { USUAL_REMINDERS } from '../../support/inbox/reminders-form.js';

/** From noon on nothing reaches the lead. */
const QUIET = { ...USUAL_REMINDERS, quiet: '12:00-9:00' };

describe('an escalation to a lead in quiet hours', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
    const saved = await test.submit('repairs-lead', 'reminders', '', QUIET);
    expect(getNoticeText(saved)).to.include('Saved');
  });
  afterEach(() => test.close());

  const read = (name: string): readonly string[] =>
    test.channel.messagesAt(`@U-${name}`).map(({ card }) => JSON.stringify(card));
  const sweepAt = async (now: number): Promise<void> => {
    test.setBusinessTime(now);
    await test.app.wakeable.sweep();
    await test.settle();
  };
  /** Files a complaint in the morning that nobody takes until its lead is to be told. */
  const escalate = async (impact: string): Promise<string> => {
    const { id } = await test.file('rita', { impact });
    for (let rung = 0; rung < 2; rung += 1) await sweepAt((await test.load(id)).nextActionAt ?? 0);
    return id;
  };
  const sendLines = async (name: string): Promise<void> =>
    sweepAt(findNextLine(await test.deps.inboxes.load(test.personId(name))) ?? 0);

  it('goes to an officer who can be reached, and says why', async () => {
    const id = await escalate('high');
    const [record] = (await test.load(id)).nudges.filter(({ rung }) => rung === 1);
    expect(record?.to).to.deep.equal({ person: test.personId('repairs-lead') });
    expect(record?.standIn).to.include({ person: test.personId('olga'), isHeld: true });
    await sendLines('olga');
    expect(read('olga').join()).to.include(id).and.include('cannot be reached until');
    expect(read('repairs-lead')).to.deep.equal([]);
  });

  it('comes at once when it is critical', async () => {
    const id = await escalate('critical');
    expect(read('repairs-lead').join()).to.include(id);
    expect(read('olga')).to.deep.equal([]);
  });
});
