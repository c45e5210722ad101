import { expect } from 'chai';
import { accountKey } from '../../../src/domain/organisation/person.js';
import type { FieldValue, Reply } from '../../../src/ports/intake.js';
import { text } from '../../../src/text/index.js';
import { getFaults, getForm, getNoticeText, openApp, type TestApp } from '../../support/app.js';
import { FILING_VALUES } from '../../support/complaint/filing-values.js';
import { toPlainText } from '../../views/plain-text.js';

describe('the form that names a colleague', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const submitFiling = (
    colleague: FieldValue,
    values: Readonly<Record<string, FieldValue>> = {},
  ): Promise<Reply> => test.submit('rita', 'file', '', { ...FILING_VALUES, ...values, colleague });
  const bob = (): FieldValue => test.account('repairs-bob');

  it('asks for them behind More details, and tells the reporter who can open it', async () => {
    const form = getForm(await test.send('rita', { kind: 'command', text: '' }));
    const field = form.fields.find(({ name }) => name === 'colleague');
    expect(field).to.deep.include({ kind: 'person', required: false, isMore: true });
    const recorded = await submitFiling(test.account('repairs-lead'));
    expect(JSON.stringify(recorded)).to.include('besides you, only the complaints officers');
  });

  it('refuses yourself, an app and whom Slack does not know, each with one sentence', async () => {
    const app = { platform: 'slack', workspace: 'T1', userId: 'B-app' } as const;
    const gone = { ...app, userId: 'U-gone' };
    const profile = { name: 'Poll bot', email: null, zone: null };
    test.channel.profiles.set(accountKey(app), { ...profile, isApp: true });
    test.channel.deactivated.add(accountKey(gone));
    const { refusals } = text;
    for (const [colleague, sentence] of [
      [test.account('rita'), refusals['colleague-self']({})],
      [app, refusals['colleague-app']({})],
      [gone, refusals['colleague-unknown']({})],
    ] as const) {
      const reply = await submitFiling(colleague);
      expect(getFaults(reply)).to.deep.equal([`colleague: ${sentence}`]);
    }
    expect(await test.listAll()).to.have.length(0);
    expect(await test.deps.people.findByAccount(app)).to.equal(undefined);
  });

  it('takes a guest, and somebody of whom the platform says nothing now', async () => {
    const guest = { platform: 'slack', workspace: 'T1', userId: 'U-guest' } as const;
    test.channel.profiles.set(accountKey(guest), { name: 'Guest', email: null, zone: 'UTC' });
    expect((await submitFiling(guest)).kind).to.equal('recorded');
    const silentOne = { ...guest, userId: 'U-silent' };
    expect((await submitFiling(silentOne, { account: 'T-18' })).kind).to.equal('recorded');
    const [silent, known] = await test.listAll();
    expect([silent?.concerns?.length, known?.concerns?.length]).to.deep.equal([1, 1]);
  });

  it('says whom it is about now, and removes the name by a tick', async () => {
    const { id } = await test.file('rita', { colleague: bob() });
    const form = getForm(await test.press('repairs-lead', 'name-colleague', id));
    expect(toPlainText(form)).to.match(/Now it is about @?Name of repairs-bob/);
    const both = { colleague: bob(), nobody: true };
    const reply = await test.submit('repairs-lead', 'name-colleague', id, both);
    expect(getFaults(reply)).to.deep.equal([`nobody: ${text.refusals['named-nobody']({})}`]);
    await test.submit('repairs-lead', 'name-colleague', id, { nobody: true });
    expect(await test.load(id)).to.deep.include({ concerns: [], confidential: true });
    expect(await test.press('repairs-bob', 'details', id)).to.deep.include({ kind: 'notice' });
  });

  it('is opened for the lead and the officers only', async () => {
    const { id } = await test.file('rita');
    for (const name of ['rita', 'repairs-ann']) {
      const said = getNoticeText(await test.press(name, 'name-colleague', id));
      expect(said).to.include(text.refusals['not-permitted']({}));
    }
    const form = getForm(await test.press('olga', 'name-colleague', id));
    expect(form.fields.map(({ name }) => name)).to.deep.equal(['colleague']);
    const reply = await test.submit('olga', 'name-colleague', id, {});
    expect(getFaults(reply)).to.deep.equal([`colleague: ${text.refusals.missing({})}`]);
  });
});
