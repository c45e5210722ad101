import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { FieldValue } from '../../../src/ports/intake.js';
import { text } from '../../../src/text/index.js';
import { getFaults, getForm, getNoticeText, openApp, type TestApp } from '../../support/app.js';
import { FILING_VALUES } from '../../support/complaint/filing-values.js';
import {
  at,
  createDailyCalendar,
  HOUR,
  MONDAY,
  organisationWithTeam,
  workingHours,
} from '../../support/domain.js';
import { toPlainText } from '../../views/plain-text.js';

const DUE = MONDAY + 100 * HOUR;

/** Valid values of each form, by the button that opens it. */
const FORMS: Readonly<Record<string, Readonly<Record<string, FieldValue>>>> = {
  acknowledge: { means: 'email', words: 'we have it' },
  promise: { what: 'a call', dueAt: DUE, basis: 'rota' },
  renegotiate: { dueAt: DUE + HOUR, basis: 'they agreed' },
  'correct-promise': { dueAt: DUE + 2 * HOUR },
  update: { audience: 'reporter', text: 'news' },
  waive: { words: 'I did it myself' },
  resolve: {
    done: 'dried',
    delivered: 'yes',
    told: 'yes',
    toldAt: MONDAY,
    toldMeans: 'phone',
    toldWords: 'it is dry',
  },
  tell: { at: MONDAY, means: 'phone', words: 'it is dry' },
  'follow-up': { outcome: 'answered', satisfaction: '4', words: 'fine' },
  reopen: { reason: 'wet again' },
  withdraw: { reason: 'sorted' },
  correct: { ...FILING_VALUES, impact: 'low' },
  'add-report': { means: 'phone', words: 'wet again' },
};

/** The forms about a promise. */
const ABOUT_A_PROMISE = ['renegotiate', 'waive', 'correct-promise'];

const REQUIRED_FIELDS: Readonly<Record<string, readonly string[]>> = {
  acknowledge: ['means', 'words'],
  promise: ['what', 'dueAt', 'basis'],
  renegotiate: ['dueAt', 'basis'],
  'correct-promise': ['dueAt'],
  update: ['text'],
  waive: ['words'],
  resolve: ['done', 'delivered'],
  tell: ['at', 'means', 'words'],
  'follow-up': ['satisfaction'],
  reopen: ['reason'],
  withdraw: ['reason'],
  correct: ['complainant', 'desiredOutcome', 'description', 'means'],
  'add-report': ['means', 'words'],
};

describe('the buttons and forms of a complaint', () => {
  let test: TestApp;
  let id: string;
  beforeEach(async () => {
    test = await openApp();
    id = (await test.file('rita')).id;
  });
  afterEach(() => test.close());

  /** Brings the complaint into a state in which the form can be submitted. */
  const prepare = async (form: string): Promise<Complaint> => {
    await test.press('repairs-ann', 'take', id);
    if (ABOUT_A_PROMISE.includes(form))
      await test.submit('repairs-ann', 'promise', id, FORMS.promise ?? {});
    const told = { 'follow-up': 'yes', reopen: 'yes', tell: 'not-yet' }[form];
    if (told !== undefined) {
      await test.submit('repairs-ann', 'resolve', id, { ...FORMS.resolve, told });
    }
    return test.load(id);
  };
  const wakeAtNextAction = async (): Promise<void> => {
    test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
    await test.app.wakeable.wake({ kind: 'complaint', id });
  };
  const toTarget = (form: string): string => (ABOUT_A_PROMISE.includes(form) ? `${id}/p1` : id);

  for (const [action, values] of Object.entries(FORMS)) {
    it(`opens the form of ${action} and commits its submission once`, async () => {
      const before = await prepare(action);
      const form = getForm(await test.press('repairs-ann', action, toTarget(action)));
      expect(form).to.include({ id: action, context: toTarget(action) });
      expect(toPlainText(form)).to.match(/^C-1001 · Jo Tenant · “The bedroom/m);
      const send = () =>
        test.submit('repairs-ann', form.id, form.context, values, form.submissionId);
      const first = await send();
      const second = await send();
      const changed = await test.load(id);
      expect(second).to.deep.equal(first);
      expect(first.kind).to.be.oneOf(['none', 'notice']);
      expect(changed.version).to.equal(before.version + 1);
      expect(changed.history.at(-1)).to.include({ what: action, by: test.personId('repairs-ann') });
    });

    it(`keeps the form of ${action} open with a fault under each invalid field`, async () => {
      const before = await prepare(action);
      const form = getForm(await test.press('repairs-ann', action, toTarget(action)));
      const reply = await test.submit('repairs-ann', form.id, form.context, {});
      const fields = reply.kind === 'faults' ? reply.faults.map(({ field }) => field) : [];
      expect(fields).to.deep.equal(REQUIRED_FIELDS[action]);
      expect(form.fields.map(({ name }) => name)).to.include.members(fields);
      expect((await test.load(id)).version).to.equal(before.version);
    });
  }

  it('asks when the complainant was told of the resolution, and assumes no time', async () => {
    await prepare('resolve');
    const untimed = { ...FORMS.resolve, toldAt: null };
    const reply = await test.submit('repairs-ann', 'resolve', id, untimed);
    expect(getFaults(reply)).to.deep.equal([`toldAt: ${text.refusals['no-date']({})}`]);
  });

  it('says who can settle the promise that a follow-up waits for', async () => {
    await prepare('renegotiate');
    await test.submit('repairs-ann', 'resolve', id, FORMS.resolve ?? {});
    const reply = await test.press('rita', 'follow-up', id);
    const said = reply.kind === 'notice' ? reply.notice.text : '';
    expect(said).to.match(/still open: “a call”\. The person who has .* or a complaints officer/);
  });

  it('assigns the complaint to the colleague chosen in the form and tells them', async () => {
    const form = getForm(await test.press('repairs-lead', 'assign', id));
    const [to] = form.fields;
    const values = to?.kind === 'choice' ? to.options.map(({ value }) => value) : [];
    const colleagues = ['repairs-ann', 'repairs-bob', 'repairs-lead', 'olga', 'omar'];
    expect(values).to.deep.equal(colleagues.map((name) => test.personId(name)));
    await test.submit('repairs-lead', 'assign', id, { to: test.personId('repairs-bob') });
    await test.settle();
    expect((await test.load(id)).assignee).to.equal(test.personId('repairs-bob'));
    expect(test.channel.messagesAt('@U-repairs-bob')).to.have.length(1);
  });

  it('refuses to assign it to a person outside the team, with a fault under the field', async () => {
    const reply = await test.submit('repairs-lead', 'assign', id, { to: test.personId('zoe') });
    expect(getFaults(reply)).to.deep.equal([`to: ${text.refusals['no-such-colleague']({})}`]);
  });

  it('runs take, snooze, keep and release by one press, and once for a double click', async () => {
    const twice = async (action: string, target = id): Promise<number> => {
      await Promise.all([
        test.press('repairs-ann', action, target),
        test.press('repairs-ann', action, target),
      ]);
      return (await test.load(id)).version;
    };
    expect(await twice('take')).to.equal(2);
    await wakeAtNextAction();
    expect(await twice('snooze')).to.equal(4);
    await test.submit('repairs-ann', 'promise', id, FORMS.promise ?? {});
    expect(await twice('keep', `${id}/p1`)).to.equal(6);
    expect(await test.press('repairs-ann', 'release', id)).to.deep.equal({ kind: 'none' });
    expect(await test.load(id)).to.include({ state: 'open', assignee: null });
  });

  it('shows the details in any state to everyone with access', async () => {
    await test.submit('rita', 'withdraw', id, { reason: 'sorted' });
    for (const name of ['rita', 'repairs-bob', 'repairs-lead', 'olga']) {
      const form = getForm(await test.press(name, 'details', id));
      expect([form.id, form.submit]).to.deep.equal(['details', null]);
    }
  });

  it('shows the details again after a button in them, not after a refusal or a button on a card', async () => {
    const take = { kind: 'action', action: 'take', value: id } as const;
    const shown = getForm(await test.send('repairs-ann', { ...take, form: 'details' }));
    expect(JSON.stringify(shown.blocks)).to.include('With ').and.include('"action":"release"');
    const refused = await test.send('repairs-bob', { ...take, form: 'details' });
    expect(refused.kind, 'why it was refused').to.equal('notice');
    const release = { ...take, action: 'release' };
    expect(await test.send('repairs-ann', release)).to.deep.equal({ kind: 'none' });
  });

  it('keeps a promise by its button in the details, and opens the form for a new date', async () => {
    await prepare('renegotiate');
    const open = async () => getForm(await test.press('repairs-ann', 'details', id));
    const promised = JSON.stringify((await open()).blocks);
    expect(promised).to.include(`"action":"keep","value":"${id}/p1"`);
    const renegotiate = { kind: 'action', action: 'renegotiate', value: `${id}/p1` } as const;
    const form = getForm(await test.send('repairs-ann', { ...renegotiate, form: 'details' }));
    expect(form).to.include({ id: 'renegotiate', context: `${id}/p1` });
    const keep = { ...renegotiate, action: 'keep', form: 'details' };
    const shown = getForm(await test.send('repairs-ann', keep));
    expect((await test.load(id)).promises[0]?.doneAt).to.equal(MONDAY);
    expect(JSON.stringify(shown.blocks)).not.to.include('"action":"keep"');
  });

  it('keeps a promise for a time when nobody works only when the form says so', async () => {
    await test.press('repairs-ann', 'take', id);
    const form = getForm(await test.press('repairs-ann', 'promise', id));
    expect(form.fields.map(({ name }) => name)).to.deep.equal([
      ...['what', 'dueAt', 'dueWords', 'unworked', 'basis'],
    ]);
    const values = { ...FORMS.promise, dueAt: at('2026-11-28T14:00') };
    const refused = await test.submit('repairs-ann', 'promise', id, values, form.submissionId);
    expect(getFaults(refused)).to.deep.equal([
      'dueAt: Nobody works on Saturday 28 November 2026 at 14:00 (Europe/London). The working moment before it is Friday 27 November 2026 at 17:00. Enter that, or tick “Keep the time, even if nobody works then”.',
    ]);
    expect((await test.load(id)).promises).to.deep.equal([]);
    const kept = { ...values, unworked: true };
    await test.submit('repairs-ann', 'promise', id, kept, form.submissionId);
    expect((await test.load(id)).promises.map(({ dueAt }) => dueAt)).to.deep.equal([values.dueAt]);
  });

  it('does not ask a team that works around the clock about times when nobody works', async () => {
    const calendar = createDailyCalendar([workingHours(0, 24)], 'Europe/London');
    const always = await openApp(organisationWithTeam('repairs', { calendar }));
    const { id: other } = await always.file('rita');
    await always.press('repairs-ann', 'take', other);
    const names = async (action: string, target: string) =>
      getForm(await always.press('repairs-ann', action, target)).fields.map(({ name }) => name);
    expect(await names('promise', other)).to.deep.equal(['what', 'dueAt', 'dueWords', 'basis']);
    const values = { ...FORMS.promise, dueAt: at('2026-11-28T02:00') };
    await always.submit('repairs-ann', 'promise', other, values);
    expect(await names('renegotiate', `${other}/p1`)).to.deep.equal(['dueAt', 'dueWords', 'basis']);
    await always.close();
  });

  it('shows the desired outcome in the form of resolve', async () => {
    await test.press('repairs-ann', 'take', id);
    const form = getForm(await test.press('repairs-ann', 'resolve', id));
    expect(JSON.stringify(form.blocks)).to.include(String(FILING_VALUES.desiredOutcome));
  });

  it('refuses a command that is not allowed before it opens the form', async () => {
    const refusals = [
      await test.press('repairs-ann', 'promise', id),
      await test.press('rita', 'assign', id),
      await test.press('repairs-ann', 'follow-up', id),
    ];
    expect(refusals.map(getNoticeText)).to.deep.equal([
      `C-1001: ${text.refusals['not-permitted']({})}`,
      `C-1001: ${text.refusals['not-permitted']({})}`,
      `C-1001: ${text.refusals['not-permitted']({})}`,
    ]);
    await test.press('repairs-ann', 'take', id);
    expect(getNoticeText(await test.press('repairs-ann', 'follow-up', id))).to.equal(
      `C-1001: ${text.refusals['wrong-state']({ state: 'assigned' })}`,
    );
  });

  it('replies without a form when nothing is left to do', async () => {
    await prepare('renegotiate');
    await test.submit('repairs-ann', 'acknowledge', id, FORMS.acknowledge ?? {});
    await test.press('repairs-ann', 'keep', `${id}/p1`);
    const settled = await test.press('repairs-ann', 'renegotiate', `${id}/p1`);
    const acknowledged = await test.press('repairs-ann', 'acknowledge', id);
    const gone = await test.press('repairs-ann', 'renegotiate', `${id}/p7`);
    expect(getNoticeText(settled)).to.equal(
      'C-1001: That promise is settled. There is nothing left to do.',
    );
    expect(getNoticeText(acknowledged)).to.equal('C-1001: It has already been acknowledged.');
    expect(getNoticeText(gone)).to.equal(`C-1001: ${text.refusals['no-such-promise']({})}`);
  });

  it('lets a reporter write to the team only, and lets others choose', async () => {
    const names = async (who: string, action: string) =>
      getForm(await test.press(who, action, id)).fields.map(({ name }) => name);
    expect(await names('rita', 'note')).to.deep.equal(['text']);
    expect(await names('rita', 'update')).to.deep.equal(['text']);
    expect(await names('repairs-bob', 'update')).to.deep.equal(['audience', 'text']);
    expect(await names('repairs-bob', 'note')).to.deep.equal(['text']);
  });

  it('says to add colleagues when there is nobody to assign it to', async () => {
    const alone = await openApp({
      ...organisationWithTeam('repairs', { members: ['repairs-ann'], lead: null }),
      officers: [],
    });
    const { id: other } = await alone.file('rita');
    await alone.press('repairs-ann', 'take', other);
    const reply = await alone.press('repairs-ann', 'assign', other);
    await alone.close();
    expect(getNoticeText(reply)).to.equal(
      'C-1001: There is nobody else to assign it to. Add members to the team in redress.yml.',
    );
  });
});
