import { expect } from 'chai';
import { openAddReportForm } from '../../../../src/app/intake/filing/add-report.js';
import type { OnRefusal } from '../../../../src/app/intake/filing/filing-event.js';
import type { FieldValue, Reply } from '../../../../src/ports/intake.js';
import { text } from '../../../../src/text/index.js';
import type { Form } from '../../../../src/views/elements.js';
import { refusalNotice } from '../../../../src/views/notices.js';
import { getFaults, getForm, getNoticeText, openApp, type TestApp } from '../../../support/app.js';
import { FILING_VALUES } from '../../../support/complaint/filing-values.js';
import { createDetails, HOUR, MONDAY } from '../../../support/domain.js';
import { toPlainText } from '../../../views/plain-text.js';

const VALUES = { receivedAt: MONDAY, means: 'email', words: 'Now the ceiling, too.' } as const;
const UNKNOWN = text.refusals['not-found']({});

/** What is on the complaint and nobody is told who may not see it. */
const UNTOLD = ['Jo Tenant', 'T-17', 'bedroom', 'dry wall', 'About damp'];

describe('the form to add to a complaint', () => {
  let test: TestApp;
  let id: string;
  beforeEach(async () => {
    test = await openApp();
    id = (await test.file('rita')).id;
  });
  afterEach(() => test.close());

  /** Opens the form as the form for a new complaint does, with what was entered there. */
  const open = async (
    name: string,
    account: string,
    reference = id,
    description = 'Now the ceiling, too.',
  ): Promise<Reply> => {
    const person = await test.deps.people.get(test.personId(name));
    if (person === undefined) throw new Error(`no ${name}`);
    const complainant = { name: 'Jo', account };
    const representative = { name: 'Sol Solicitor', authority: 'asked' } as const;
    const wish = { desiredOutcome: 'Fifty pounds', representative };
    const details = createDetails({ complainant, description, means: 'email', ...wish });
    const onRefusal: OnRefusal = ([first]) => ({ kind: 'notice', notice: refusalNotice(first) });
    const entered = { details, receivedAt: MONDAY - HOUR };
    return openAddReportForm({ deps: test.deps, person, onRefusal }, reference, entered);
  };
  const send = (
    name: string,
    form: Form,
    values: Readonly<Record<string, FieldValue>> = VALUES,
    eventId = form.submissionId,
  ) => test.submit(name, form.id, form.context, values, eventId);
  const getInitial = (form: Form) =>
    Object.fromEntries(
      form.fields.map((field) => [field.name, 'initial' in field ? field.initial : undefined]),
    );

  it('starts with what was written so far, and tells somebody who may not see it where it stands', async () => {
    const form = getForm(await open('zoe', 't 17'));
    expect(getInitial(form)).to.deep.equal({
      receivedAt: MONDAY - HOUR,
      means: 'email',
      words: 'Now the ceiling, too.\nThey want: Fifty pounds\nSol Solicitor speaks for them.',
    });
    const said = toPlainText(form);
    expect(said).to.include(`${id} · Team repairs · Nobody has it yet · since `);
    expect(said).to.include('You become one of its reporters');
    expect(UNTOLD.filter((one) => JSON.stringify(form.blocks).includes(one))).to.deep.equal([]);
  });

  it('says whose complaint it is to somebody who sees it', async () => {
    const said = toPlainText(getForm(await open('repairs-bob', 'T-17')));
    expect(said).to.include(`${id} · Jo Tenant · “The bedroom`).and.not.include('You become');
  });

  it('records it once, however often it is sent and with which words, for its author only', async () => {
    const form = getForm(await open('zoe', 'T-17'));
    const first = await send('zoe', form);
    expect(first).to.deep.include({ kind: 'notice', addedTo: id });
    expect(getNoticeText(first)).to.equal(`${id}: Added. Nobody has it yet, so its team is told.`);
    expect(await send('zoe', form, { ...VALUES, words: 'Other words.' })).to.deep.equal(first);
    const { addedReports = [], version } = await test.load(id);
    expect(addedReports.map(({ words, by, on }) => ({ words, by, on }))).to.deep.equal([
      { words: VALUES.words, by: test.personId('zoe'), on: 'slack' },
    ]);
    expect(getFaults(await send('omar', form))).to.deep.equal([
      `null: ${text.refusals['sent-by-another']({})}`,
    ]);
    expect((await test.load(id)).version).to.equal(version);
  });

  it('gives a second reporter a card, which is kept up to date, and shows no note of the team', async () => {
    await test.press('repairs-ann', 'take', id);
    await send('zoe', getForm(await open('zoe', 'T-17')));
    await test.submit('repairs-ann', 'update', id, { audience: 'team', text: 'He shouts.' });
    await test.settle();
    const [card] = test.channel.messagesAt('@U-zoe');
    if (card === undefined) throw new Error('no card');
    const said = toPlainText(card.card);
    expect(card.card.title).to.equal(`${id} · you added to it`);
    expect(said).to.include('It is with').and.include('The bedroom wall is wet.');
    expect(test.channel.messagesAt('@U-repairs-ann')).to.have.length(1);
    const details = getForm(await test.press('zoe', 'details', id));
    expect(toPlainText(details)).to.include('“Now the ceiling, too.”');
    for (const shown of [...test.channel.messagesAt('@U-zoe').map((one) => one.card), details]) {
      expect(JSON.stringify(shown)).not.to.include('He shouts.');
    }
    await test.submit('repairs-ann', 'withdraw', id, { reason: 'They took it back.' });
    await test.settle();
    expect(toPlainText(card.card)).to.include(text.states.withdrawn);
    expect(toPlainText(card.card)).not.to.include('They took it back.');
  });

  it('tells the assignee with the words, and shows on the cards that they complained again', async () => {
    await test.press('repairs-ann', 'take', id);
    await send('zoe', getForm(await open('zoe', 'T-17')));
    await test.settle();
    const [told] = test.channel.messagesAt('@U-repairs-ann');
    expect(told === undefined ? '' : toPlainText(told.card))
      .to.include('heard from the complainant')
      .and.include('Now the ceiling, too.');
    const cards = [...test.channel.messagesAt('#C-repairs'), ...test.channel.messagesAt('@U-rita')];
    for (const { card } of cards) expect(toPlainText(card)).to.include('Complained again');
    expect(cards).to.have.length(2);
  });

  it('opens from the details without asking whose it is', async () => {
    const form = getForm(await test.press('rita', 'add-report', id));
    expect(form).to.deep.include({ id: 'add-report', context: id });
    expect(toPlainText(form)).to.include(`${id} · Jo Tenant`);
    expect(getNoticeText(await send('rita', form))).to.equal(
      `${id}: Added. Nobody has it yet, so its team is told.`,
    );
    expect((await test.load(id)).addedReports).to.have.length(1);
    await test.press('repairs-ann', 'take', id);
    const again = (name: string) =>
      test.press(name, 'add-report', id).then((reply) => send(name, getForm(reply)));
    expect(getNoticeText(await again('rita'))).to.equal(`${id}: Added. Whoever has it is told.`);
    expect(getNoticeText(await again('repairs-ann'))).to.equal(`${id}: Added.`);
  });

  it('says one sentence at each fault: no words, in the future', async () => {
    const form = getForm(await open('zoe', 'T-17'));
    const wrong = { ...VALUES, words: '', receivedAt: MONDAY + 24 * HOUR };
    expect(getFaults(await send('zoe', form, wrong))).to.deep.equal([
      `receivedAt: ${text.refusals['date-future']({})}`,
      `words: ${text.refusals.missing({})}`,
    ]);
    expect((await test.load(id)).addedReports).to.equal(undefined);
  });

  for (const [what, reference] of [
    ['nonsense', 'C-1001; drop'],
    ['a reference that does not exist', 'C-9999'],
  ] as const) {
    it(`does not know ${what}`, async () => {
      expect(getNoticeText(await open('zoe', 'T-17', reference))).to.equal(UNKNOWN);
      expect(getNoticeText(await open('olga', 'T-17', reference))).to.equal(UNKNOWN);
      const forged = await test.submit('zoe', 'add-report', `${reference}\nT-17`, VALUES);
      expect(getFaults(forged)).to.deep.equal([`null: ${UNKNOWN}`]);
    });
  }

  it('is not opened for another complainant, with the reason for whoever sees it', async () => {
    expect(getNoticeText(await open('zoe', 'T-18'))).to.equal(UNKNOWN);
    const other = text.refusals['other-complainant']({});
    expect(getNoticeText(await open('repairs-bob', 'T-18'))).to.equal(other);
  });

  it('is judged again when it is sent: resolved meanwhile it does not exist, or is to be reopened', async () => {
    const hidden = getForm(await open('zoe', 'T-17'));
    const seen = getForm(await open('repairs-bob', 'T-17'));
    await test.press('repairs-ann', 'take', id);
    const done = { done: 'Dried.', delivered: 'yes', told: 'not-yet' };
    await test.submit('repairs-ann', 'resolve', id, done);
    expect(getFaults(await send('zoe', hidden))).to.deep.equal([`null: ${UNKNOWN}`]);
    const ended = text.refusals['add-ended']({ state: 'resolved' });
    expect(getFaults(await send('repairs-bob', seen))).to.deep.equal([`null: ${ended}`]);
    expect(ended).to.include('Reopen');
    expect(getNoticeText(await open('repairs-bob', 'T-17'))).to.equal(ended);
  });

  it('is judged again when it is sent: with another account it is not theirs any more', async () => {
    const form = getForm(await open('zoe', 'T-17'));
    const values = { ...FILING_VALUES, account: 'T-99' };
    await test.submit('rita', 'correct', id, values);
    expect(getFaults(await send('zoe', form))).to.deep.equal([`null: ${UNKNOWN}`]);
  });

  it('gives the same answer for a confidential one as for none, with its account and without', async () => {
    const secret = (await test.file('rita', { category: 'conduct' })).id;
    for (const name of ['zoe', 'repairs-bob', 'billing-lead', 'desk-ann']) {
      for (const account of ['T-17', '', 'T-18']) {
        const said = getNoticeText(await open(name, account, secret));
        expect(said, `${name} ${account}`).to.equal(UNKNOWN);
        const forged = await test.submit(name, 'add-report', `${secret}\n${account}`, VALUES);
        expect(getFaults(forged), `${name} ${account}`).to.deep.equal([`null: ${UNKNOWN}`]);
      }
    }
    expect((await test.load(secret)).version).to.equal(1);
    for (const name of ['rita', 'repairs-lead', 'olga']) {
      expect(getForm(await open(name, 'T-17', secret)).id, name).to.equal('add-report');
    }
  });

  it('does not exist behind a pressed button for whoever may not see the complaint', async () => {
    expect(getNoticeText(await test.press('zoe', 'add-report', id))).to.equal(UNKNOWN);
    expect(getFaults(await test.submit('zoe', 'add-report', id, VALUES))).to.deep.equal([
      `null: ${UNKNOWN}`,
    ]);
  });
});
