import { expect } from 'chai';
import { getForm, getNoticeText, openApp, type TestApp } from '../../support/app.js';

describe('two people whose records are merged while a complaint is open', () => {
  let test: TestApp;
  let id: string;
  beforeEach(async () => {
    test = await openApp();
    id = (await test.file()).id;
    await test.press('repairs-ann', 'take', id);
    await test.settle();
  });
  afterEach(() => test.close());

  const merge = (): Promise<void> =>
    test.deps.people.merge(test.personId('repairs-ann'), test.personId('repairs-bob'));
  const wakeAtNextAction = async (): Promise<void> => {
    test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
    await test.app.wakeable.wake({ kind: 'complaint', id });
    await test.settle();
  };
  const findCandidates = async (): Promise<readonly string[]> => {
    const form = getForm(await test.press('olga', 'assign', id));
    return form.fields.flatMap((field) =>
      field.kind === 'choice' ? field.options.map(({ value }) => value) : [],
    );
  };

  it('are not offered as assignee under either record when they are the assignee', async () => {
    const [ann, bob] = [test.personId('repairs-ann'), test.personId('repairs-bob')];
    expect(await findCandidates())
      .to.include(bob)
      .and.not.include(ann);
    await merge();
    const offered = await findCandidates();
    expect(offered).to.include(test.personId('omar'));
    expect(offered.filter((one) => one === ann || one === bob)).to.deep.equal([]);
  });

  it('are offered once as assignee when another person is the assignee', async () => {
    await merge();
    await test.submit('olga', 'assign', id, { to: test.personId('omar') });
    const offered = await findCandidates();
    const ids = [test.personId('repairs-ann'), test.personId('repairs-bob')];
    expect(offered.filter((one) => ids.includes(one))).to.have.length(1);
  });

  it('are the assignee already when an older form assigns it to their other record', async () => {
    await merge();
    const reply = await test.submit('olga', 'assign', id, { to: test.personId('repairs-bob') });
    expect(getNoticeText(reply)).to.equal('C-1001: They already have it.');
    expect((await test.load(id)).assignee).to.equal(test.personId('repairs-ann'));
  });

  it('snooze the reminder that went to the merged record, which then shows it', async () => {
    await wakeAtNextAction();
    await merge();
    expect(getNoticeText(await test.press('repairs-bob', 'snooze', id))).to.equal(
      'C-1001: Snoozed.',
    );
    await test.settle();
    expect((await test.load(id)).snoozes).to.have.all.keys(test.personId('repairs-ann'));
    const [reminder] = test.channel.messagesAt('@U-repairs-ann');
    expect(JSON.stringify(reminder?.card)).to.include('Snoozed until');
  });

  it('get no reminder twice when they release the complaint and take it again', async () => {
    await wakeAtNextAction();
    await merge();
    await test.press('repairs-ann', 'release', id);
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    const { assignee, nudges } = await test.load(id);
    expect(assignee).to.equal(test.personId('repairs-ann'));
    expect(nudges.map(({ to }) => to)).to.deep.equal([{ person: test.personId('repairs-ann') }]);
  });
});
