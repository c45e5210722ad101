import { expect } from 'chai';
import type { PersonCommandKind } from '../../../src/domain/complaint/command.js';
import { COMMAND_RULES } from '../../../src/domain/complaint/permissions.js';
import { accountKey } from '../../../src/domain/organisation/person.js';
import type { FieldValue, Reply } from '../../../src/ports/intake.js';
import { text } from '../../../src/text/index.js';
import { isFormId } from '../../../src/views/forms/form-fields.js';
import { getFaults, getForm, openApp, type TestApp } from '../../support/app.js';
import { FILING_VALUES } from '../../support/complaint/filing-values.js';
import { HOUR } from '../../support/domain.js';
import { toPlainText } from '../../views/plain-text.js';

const SECRET = 'Quillfeather';
const NO_SUCH = 'C-9999';

/** Every button about a complaint. */
const ACTIONS = [
  ...(Object.keys(COMMAND_RULES) as readonly PersonCommandKind[]),
  ...(['details', 'note', 'snooze-hour', 'snooze-afternoon', 'snooze-until'] as const),
];

/** Values that fit most forms. */
const ANY_VALUES: Readonly<Record<string, FieldValue>> = {
  ...{ ...FILING_VALUES, means: 'phone', words: 'x', what: 'x', basis: 'x', text: 'x', done: 'x' },
  ...{ reason: 'x', audience: 'team', delivered: 'yes', told: 'no', outcome: 'answered' },
  nobody: true,
};

describe('the colleague whom a complaint is about', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const fileAbout = async (name: string, values = {}) => {
    const colleague = test.account(name);
    return test.file('rita', { description: `It was ${SECRET}.`, colleague, ...values });
  };
  const wake = async (id: string, times = 1): Promise<void> => {
    for (let n = 0; n < times; n += 1) {
      test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
      await test.app.wakeable.wake({ kind: 'complaint', id });
      await test.settle();
    }
  };
  /** What stands in a person's chat now. */
  const read = (name: string): string =>
    test.channel
      .messagesAt(`@U-${name}`)
      .map(({ card }) => JSON.stringify(card))
      .join('\n');
  const nameLater = (by: string, id: string, colleague: string): Promise<Reply> =>
    test.submit(by, 'name-colleague', id, { colleague: test.account(colleague) });

  /** Tries everything, and expects the answers of a complaint that does not exist. */
  async function expectNothing(name: string, id: string, target = id): Promise<void> {
    const before = await test.load(id);
    const promise = target.slice(id.length);
    for (const action of ACTIONS) {
      const reply = await test.press(name, action, target);
      expect(reply, action).to.deep.equal(await test.press(name, action, `${NO_SUCH}${promise}`));
      if (!isFormId(action)) continue;
      const sent = await test.submit(name, action, target, ANY_VALUES);
      const none = await test.submit(name, action, `${NO_SUCH}${promise}`, ANY_VALUES);
      expect(sent, `the form of ${action}`).to.deep.equal(none);
    }
    const listed = getNoticeTextWithBlocks(
      await test.send(name, { kind: 'command', text: 'list' }),
    );
    expect(listed).not.to.include(id);
    const card = before.refs['card:1']?.key ?? '';
    await test.send(name, { kind: 'message', thread: card, at: before.lastLifeAt + HOUR });
    await test.settle();
    const after = await test.load(id);
    expect([after.version, after.history.length]).to.deep.equal([
      before.version,
      before.history.length,
    ]);
    expect(read(name)).not.to.include(SECRET);
  }

  for (const [role, name] of [
    ['member', 'repairs-bob'],
    ['lead', 'repairs-lead'],
    ['officer', 'omar'],
    ['stranger', 'zoe'],
  ] as const) {
    it(`gets the answers of a complaint that does not exist, as ${role}, on every surface`, async () => {
      const { id } = await fileAbout(name);
      await test.settle();
      await expectNothing(name, id);
      await wake(id, 6);
      expect(read(name)).not.to.include(id);
      await expectNothing(name, id);
    });
  }

  it('gets them as the one who had it and promised something, from the moment they are named', async () => {
    const { id } = await test.file('rita', { description: `It was ${SECRET}.` });
    await test.submit('repairs-lead', 'assign', id, { to: test.personId('repairs-ann') });
    await test.submit('repairs-ann', 'promise', id, {
      ...{ what: 'a call', basis: 'rota', dueAt: test.deps.clock.now() + 60 * HOUR },
    });
    await wake(id);
    expect(read('repairs-ann')).to.include(SECRET);
    expect(await nameLater('repairs-lead', id, 'repairs-ann')).to.deep.equal({ kind: 'none' });
    await test.settle();
    expect(await test.load(id)).to.include({ state: 'open', assignee: null, confidential: true });
    await expectNothing('repairs-ann', id);
    await expectNothing('repairs-ann', id, `${id}/p1`);
    const before = read('repairs-ann');
    await wake(id, 4);
    expect(read('repairs-ann')).to.equal(before);
  });

  for (const isRead of [true, false]) {
    it(`has no line left of it among their reminders that ${isRead ? 'they have read' : 'wait'}`, async () => {
      const values = { description: `It was ${SECRET}.`, impact: 'high' };
      const { id } = await test.file('rita', values);
      await test.press('repairs-bob', 'take', id);
      await wake(id);
      const sendInbox = async (): Promise<void> => {
        test.setBusinessTime(test.deps.clock.now() + HOUR / 2);
        await test.app.wakeable.sweep();
        await test.settle();
      };
      if (isRead) await sendInbox();
      expect(read('repairs-bob').includes(SECRET)).to.equal(isRead);
      await nameLater('repairs-lead', id, 'repairs-bob');
      await test.settle();
      for (let n = 0; n < 4; n += 1) await sendInbox();
      expect(read('repairs-bob')).not.to.include(SECRET);
      if (!isRead) expect(read('repairs-bob')).not.to.include(id);
    });
  }

  it('gets them as a stand-in, and the lead is asked in their place', async () => {
    const { id } = await fileAbout('repairs-bob');
    await test.submit('repairs-lead', 'assign', id, { to: test.personId('repairs-ann') });
    const standIn = test.account('repairs-bob');
    await test.submit('repairs-ann', 'away', '', { words: 'until Friday', standIn });
    await test.settle();
    await wake(id, 2);
    expect(read('repairs-bob')).not.to.include(id);
    expect(read('repairs-lead')).to.include('is away until');
    await expectNothing('repairs-bob', id);
  });

  it('gets them under an account that turns out to be theirs', async () => {
    const other = { platform: 'slack', workspace: 'T1', userId: 'U-second' } as const;
    test.channel.profiles.set(accountKey(other), { name: 'Second', email: null, zone: 'UTC' });
    const { id, concerns = [] } = await test.file('rita', { colleague: other });
    const [named = ''] = concerns;
    await test.settle();
    expect(await test.press('omar', 'details', id)).to.include({ kind: 'form' });
    await test.deps.people.merge(named, test.personId('omar'));
    await expectNothing('omar', id);
  });

  it('is in no list of colleagues to assign it to, and cannot get it', async () => {
    const { id } = await fileAbout('repairs-bob');
    const [to] = getForm(await test.press('repairs-lead', 'assign', id)).fields;
    const values = to?.kind === 'choice' ? to.options.map(({ value }) => value) : [];
    expect(values).not.to.include(test.personId('repairs-bob'));
    expect(values).to.include(test.personId('repairs-ann'));
    const reply = await test.submit('repairs-lead', 'assign', id, {
      to: test.personId('repairs-bob'),
    });
    expect(getFaults(reply)).to.deep.equal([`to: ${text.refusals.concerned({})}`]);
  });

  it('reads in the channel of the team only that there is a confidential complaint', async () => {
    const { id } = await test.file('rita', { description: `It was ${SECRET}.` });
    await wake(id);
    await test.submit('repairs-ann', 'update', id, { audience: 'team', text: `again ${SECRET}` });
    await test.settle();
    const isChannel = ({ to }: { readonly to: string }) => !to.startsWith('@');
    const count = () =>
      test.channel.messages
        .filter(isChannel)
        .filter(({ card }) => JSON.stringify(card).includes(SECRET)).length;
    expect(count()).to.equal(3);
    await nameLater('olga', id, 'repairs-lead');
    await test.settle();
    // A note in the thread cannot be taken back.
    expect(count()).to.equal(1);
    const card = test.channel.messagesAt('#C-repairs').at(-1)?.card;
    expect(card && toPlainText(card)).to.include('The complaints officers can open it.');
  });

  it('does not get a note that waits for the channel while they are named', async () => {
    const { id } = await test.file('rita');
    await test.settle();
    const release = test.channel.failAlways({ kind: 'retry', retryAfterMs: 1000 });
    await test.submit('repairs-ann', 'update', id, { audience: 'team', text: SECRET });
    await nameLater('olga', id, 'repairs-bob');
    await test.settle();
    release();
    test.advance(HOUR);
    await test.app.wakeable.sweep();
    await test.settle();
    expect(JSON.stringify(test.channel.messages)).not.to.include(SECRET);
  });

  it('is named in the details, for those who see all of it, and nowhere else', async () => {
    const { id } = await fileAbout('repairs-bob');
    await test.submit('repairs-lead', 'assign', id, { to: test.personId('repairs-ann') });
    await wake(id, 5);
    const details = toPlainText(getForm(await test.press('repairs-lead', 'details', id)));
    expect(details).to.match(/About a colleague: @?Name of repairs-bob/);
    expect(toPlainText(getForm(await test.press('rita', 'details', id)))).to.include('repairs-bob');
    expect(JSON.stringify(test.channel.messages)).not.to.include('Name of repairs-bob');
    expect(await test.load(id)).not.to.have.property('isConcernNamedLater');
    await nameLater('olga', id, 'zoe');
    expect(await test.load(id)).to.include({ isConcernNamedLater: true });
    const theirs = toPlainText(getForm(await test.press('rita', 'details', id)));
    expect(theirs).not.to.include('Name of zoe').and.not.to.include('repairs-bob');
    const seen = toPlainText(getForm(await test.press('repairs-lead', 'details', id)));
    expect(seen).to.match(/recorded that it is about @?Name of zoe/);
  });
});

function getNoticeTextWithBlocks(reply: Reply): string {
  return reply.kind === 'notice' ? JSON.stringify(reply.notice) : '';
}
