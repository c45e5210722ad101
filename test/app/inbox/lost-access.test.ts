import { expect } from 'chai';
import { openApp, type TestApp } from '../../support/app.js';
import { findNextLine } from '../../support/complaint/inbox-lines.js';

describe('a reminder whose reader may not see the complaint any more', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const read = (name: string): readonly string[] =>
    test.channel.messagesAt(`@U-${name}`).map(({ card }) => JSON.stringify(card));
  const findLine = async (name: string): Promise<number> =>
    findNextLine(await test.deps.inboxes.load(test.personId(name))) ?? 0;

  it('goes from a stand-in who has left the team to the next on the ladder, without an alarm', async () => {
    const { id } = await test.file('rita', { impact: 'high' });
    await test.press('repairs-ann', 'take', id);
    const standIn = test.account('repairs-bob');
    await test.submit('repairs-ann', 'away', '', { words: 'until Friday', standIn });
    await test.settle();
    test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
    await test.app.wakeable.sweep();
    await test.settle();
    const due = await findLine('repairs-bob');
    expect(due).to.be.greaterThan(0);
    const { organisation } = test.deps;
    const team = organisation.teams.get('repairs');
    if (team === undefined) throw new Error('no team');
    const members = team.members.filter((one) => one !== test.personId('repairs-bob'));
    const teams = new Map([...organisation.teams, ['repairs', { ...team, members }]]);
    const before = read('repairs-bob').length;
    test.setBusinessTime(due);
    const another = test.startAnother('another', { organisation: { ...organisation, teams } });
    await another.wakeable.sweep();
    await test.settle();
    expect(read('repairs-bob')).to.have.length(before);
    expect(await findLine('repairs-bob')).to.equal(0);
    const { history, undelivered } = await test.load(id);
    expect(history.at(-1)).to.deep.include({ what: 'undelivered', by: 'redress' });
    expect(undelivered.unreached).to.deep.equal([]);
    expect(test.channel.messagesAt('C-ops')).to.deep.equal([]);
    test.setBusinessTime(await findLine('repairs-lead'));
    await another.wakeable.sweep();
    await test.settle();
    expect(read('repairs-lead').join()).to.include(id).and.include('received the complaint');
  });
});
