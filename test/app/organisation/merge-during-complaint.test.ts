import { expect } from 'chai';
import { getForm, getNoticeText, openApp, type TestApp } from '../../support/app.js';

describe('two colleagues who turn out to be one while a complaint is on its way', () => {
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
  const nudged = async (): Promise<void> => {
    test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
    await test.app.wakeable.wake(id);
    await test.settle();
  };
  const candidates = async (): Promise<readonly string[]> => {
    const form = getForm(await test.press('olga', 'assign', id));
    return form.fields.flatMap((field) =>
      field.kind === 'choice' ? field.options.map(({ value }) => value) : [],
    );
  };

  it('are not offered the complaint they have, under neither record', async () => {
    const [ann, bob] = [test.personId('repairs-ann'), test.personId('repairs-bob')];
    expect(await candidates())
      .to.include(bob)
      .and.not.include(ann);
    await merge();
    const offered = await candidates();
    expect(offered).to.include(test.personId('omar'));
    expect(offered.filter((one) => one === ann || one === bob)).to.deep.equal([]);
  });

  it('are offered once what somebody else has', async () => {
    await merge();
    await test.submit('olga', 'assign', id, { to: test.personId('omar') });
    const offered = await candidates();
    const theirs = [test.personId('repairs-ann'), test.personId('repairs-bob')];
    expect(offered.filter((one) => theirs.includes(one))).to.have.length(1);
  });

  it('have it already when a form opened before gives it to their other record', async () => {
    await merge();
    const reply = await test.submit('olga', 'assign', id, { to: test.personId('repairs-bob') });
    expect(getNoticeText(reply)).to.equal('They already have it.');
    expect((await test.load(id)).assignee).to.equal(test.personId('repairs-ann'));
  });

  it('put off the reminder that went to the record before, and it says so', async () => {
    await nudged();
    await merge();
    expect(getNoticeText(await test.press('repairs-bob', 'snooze', id))).to.equal('Snoozed.');
    await test.settle();
    expect((await test.load(id)).snoozes).to.have.all.keys(test.personId('repairs-ann'));
    const [reminder] = test.channel.messagesAt('@U-repairs-ann');
    expect(JSON.stringify(reminder?.card)).to.include('Snoozed until');
  });

  it('get no reminder again that they had, when they give it back and take it anew', async () => {
    await nudged();
    await merge();
    await test.press('repairs-ann', 'release', id);
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    const { assignee, nudges } = await test.load(id);
    expect(assignee).to.equal(test.personId('repairs-ann'));
    expect(nudges.map(({ to }) => to)).to.deep.equal([{ person: test.personId('repairs-ann') }]);
  });
});
