import { expect } from 'chai';
import type { FieldValue, Reply } from '../../../../src/ports/intake.js';
import type { Form } from '../../../../src/views/elements.js';
import { getFaults, getForm, openApp, type TestApp } from '../../../support/app.js';
import { FILING_VALUES } from '../../../support/complaint/filing-values.js';
import { createDetails } from '../../../support/domain.js';
import { toPlainText } from '../../../views/plain-text.js';

type Values = Readonly<Record<string, FieldValue>>;

describe('recording a complaint', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const file = (values: Values = {}, eventId = 'form-1'): Promise<Reply> =>
    test.submit('rita', 'file', '', { ...FILING_VALUES, ...values }, eventId);
  const open = async (words = 'wet wall'): Promise<Form> =>
    getForm(await test.send('rita', { kind: 'command', text: words }));
  const findInitial = (form: Form, name: string): unknown => {
    const field = form.fields.find((one) => one.name === name);
    return field !== undefined && 'initial' in field ? field.initial : undefined;
  };

  it('asks for four things, and for the rest behind More details', async () => {
    const { fields } = await open();
    const first = fields.filter(({ isMore }) => isMore !== true);
    expect(first.map(({ name }) => name)).to.deep.equal([
      ...['description', 'complainant', 'desiredOutcome', 'category'],
    ]);
    expect(first.filter(({ required }) => required).map(({ name }) => name)).to.deep.equal([
      ...['description', 'category'],
    ]);
    const more = fields.filter(({ isMore }) => isMore === true);
    expect(more.length).to.be.greaterThan(8);
    expect(more.filter(({ required }) => required)).to.deep.equal([]);
  });

  it('starts with the means that the person chose last', async () => {
    expect(findInitial(await open(), 'means')).to.equal('phone');
    await file({ means: 'letter' });
    expect(findInitial(await open(), 'means')).to.equal('letter');
  });

  it('shows the same form with all its fields when More details is pressed, and what was written', async () => {
    const { id: form, context, submissionId: submission } = await open();
    const values = { description: 'The wall is wet again' };
    const shown = getForm(
      await test.send('rita', { kind: 'unfold', form, context, submission, values }),
    );
    expect(shown).to.include({ id: form, context, submissionId: submission, isUnfolded: true });
    expect(findInitial(shown, 'description')).to.equal('The wall is wet again');
  });

  it('takes what happened alone, and the card says what is to be completed, and by whom', async () => {
    await file({ complainant: null, desiredOutcome: null });
    await test.settle();
    const [complaint] = await test.listAll();
    expect(complaint?.details.complainant.name).to.equal('');
    const [card] = test.channel.messages.filter(({ to }) => to.startsWith('#'));
    const said = JSON.stringify(card);
    expect(said).to.include('Still to be completed').and.include('who complained, what they want');
    expect(said).to.include('Complete');
  });

  it('says of an impact that nobody assessed just that, and treats it as medium', async () => {
    await file({ impact: null });
    await test.settle();
    const [complaint] = await test.listAll();
    expect(complaint?.details).not.to.have.property('impact');
    const [card] = test.channel.messages.filter(({ to }) => to.startsWith('#'));
    expect(JSON.stringify(card)).to.include('Not assessed yet').and.not.include('Medium');
  });

  it('completes it from the button, which asks for what is missing only', async () => {
    await file({ desiredOutcome: null });
    const [complaint] = await test.listAll();
    const id = complaint?.id ?? '';
    const form = getForm(await test.press('rita', 'complete', id));
    expect(form.fields.map(({ name }) => name)).to.deep.equal(['desiredOutcome']);
    await test.submit('rita', form.id, form.context, { desiredOutcome: 'A dry wall.' });
    expect((await test.load(id)).details).to.deep.equal(createDetails());
    await test.settle();
    const [card] = test.channel.messages.filter(({ to }) => to.startsWith('#'));
    expect(JSON.stringify(card)).not.to.include('Still to be completed');
  });

  it('completes it by halves: the form promises no more than it takes, and one thing must be said', async () => {
    await file({ complainant: null, desiredOutcome: null });
    const [complaint] = await test.listAll();
    const id = complaint?.id ?? '';
    const form = getForm(await test.press('rita', 'complete', id));
    expect(JSON.stringify(form.fields)).not.to.include('later');
    expect(toPlainText(form)).to.include('What stays empty is still to be completed.');
    const send = (values: Values) => test.submit('rita', form.id, form.context, values);
    const nothing = { complainant: null, isAnonymous: false, desiredOutcome: ' ' };
    expect(getFaults(await send(nothing))).to.deep.equal([
      'complainant: Please fill in at least one of these. What stays empty is still to be completed.',
    ]);
    await send({ ...nothing, complainant: 'Jo Tenant' });
    const rest = getForm(await test.press('rita', 'complete', id));
    expect(rest.fields.map(({ name, required }) => ({ name, required }))).to.deep.equal([
      { name: 'desiredOutcome', required: true },
    ]);
    expect(JSON.stringify(rest)).not.to.include('later').and.not.to.include('stays empty');
    const again = await test.submit('rita', rest.id, rest.context, { desiredOutcome: null });
    expect(getFaults(again)).to.deep.equal(['desiredOutcome: Please fill this in.']);
  });

  it('continues with words to read to the complainant, and records that they were told', async () => {
    const reply = await file();
    const next = reply.kind === 'recorded' ? reply.next : undefined;
    if (next === undefined) throw new Error('nothing follows');
    const { id, submit, context, fields } = next;
    expect({ id, submit }).to.deep.equal({ id: 'acknowledge', submit: 'They have been told' });
    expect(toPlainText(next)).to.include('goes to Team repairs').and.include('Acknowledge by');
    const said = String(findInitial(next, 'words'));
    expect(said)
      .to.include(context)
      .and.include('The bedroom wall is wet.')
      .and.include('A dry wall.');
    const values = Object.fromEntries(
      fields.map((field) => [field.name, findInitial(next, field.name)]),
    ) as Values;
    await test.submit('rita', id, context, values, next.submissionId);
    const [told] = (await test.load(context)).acknowledgements;
    expect(told).to.include({ means: 'phone', words: said, by: test.personId('rita') });
  });

  it('says beside the words what is still to be completed', async () => {
    const reply = await file({ desiredOutcome: null });
    const next = reply.kind === 'recorded' ? reply.next : undefined;
    if (next === undefined) throw new Error('nothing follows');
    expect(toPlainText(next)).to.match(/Still to be completed: what they want/);
  });

  it('continues with the same step when the form is sent again, until they have been told', async () => {
    const [first, again] = [await file(), await file()];
    expect(again).to.deep.equal(first);
    if (first.kind !== 'recorded' || first.next === undefined) throw new Error('nothing follows');
    const { id, context, submissionId } = first.next;
    const told = { at: test.deps.clock.now(), means: 'phone', words: 'We have it.' };
    await test.submit('rita', id, context, told, submissionId);
    await test.submit('rita', id, context, told, submissionId);
    expect((await test.load(context)).acknowledgements).to.have.length(1);
    expect(await file()).not.to.have.property('next');
  });

  it('has nothing to read to somebody who does not want to say who they are', async () => {
    const reply = await file({ complainant: null, isAnonymous: true });
    expect(reply.kind).to.equal('recorded');
    expect(reply).not.to.have.property('next');
    await test.settle();
    const [card] = test.channel.messages.filter(({ to }) => to.startsWith('#'));
    expect(JSON.stringify(card)).to.include('Not owed: they do not want to say who they are');
  });
});
