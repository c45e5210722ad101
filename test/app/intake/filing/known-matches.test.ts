import { expect } from 'chai';
import { indexWords } from '../../../../src/app/matching/index-words.js';
import { RedressError } from '../../../../src/errors.js';
import type { FieldValue, Reply } from '../../../../src/ports/intake.js';
import type { Field, Form } from '../../../../src/views/elements.js';
import { getFaults, getForm, openApp, type TestApp } from '../../../support/app.js';
import { FILING_VALUES } from '../../../support/complaint/filing-values.js';
import { createOrganisation } from '../../../support/domain.js';

type Values = Readonly<Record<string, FieldValue>>;

describe('recording a complaint that may be known already', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp({ ...createOrganisation(), phoneCountry: 'GB' });
  });
  afterEach(() => test.close());

  const record = (name: string, values: Values = {}, eventId = 'form-2'): Promise<Reply> =>
    test.submit(name, 'file', '', { ...FILING_VALUES, ...values }, eventId);
  /** Sends the form that came back with a question. */
  const answer = (name: string, asked: Reply, values: Values = { match: 'new' }) =>
    test.submit(name, 'file', getForm(asked).context, { ...FILING_VALUES, ...values }, 'form-2');
  const lookUp = (name: string, values: Values, context = ''): Promise<Reply> =>
    test.send(name, {
      ...{ kind: 'look-up', form: 'file', context, submission: 'form-2' },
      values: { ...FILING_VALUES, ...values },
    });
  const findMatch = ({ fields }: Form): Extract<Field, { kind: 'choice' }> => {
    const field = fields.find(({ name }) => name === 'match');
    if (field?.kind !== 'choice') throw new Error('The form does not ask about known complaints.');
    return field;
  };
  const findLabels = (reply: Reply) => findMatch(getForm(reply)).options.map(({ label }) => label);
  const findValues = (reply: Reply) => findMatch(getForm(reply)).options.map(({ value }) => value);
  const count = async () => (await test.listAll()).length;

  it('records nothing and asks first, with all that was entered kept', async () => {
    const { id } = await test.file();
    const reply = await record('rita', { description: 'Another matter', impact: 'high' });
    expect(await count()).to.equal(1);
    const form = getForm(reply);
    expect(form.submissionId).to.equal('form-2');
    expect(form.fields[0]).to.deep.include({ name: 'match', initial: 'new' });
    expect(findValues(reply)).to.deep.equal(['new', `add:${id}`]);
    expect(findLabels(reply)[1]).to.include(`Add to ${id} · nobody has it yet · since 23 Nov 2026`);
    const kept = Object.fromEntries(
      form.fields.map((field) => [field.name, 'initial' in field ? field.initial : undefined]),
    );
    expect(kept).to.include({ description: 'Another matter', impact: 'high', account: 'T-17' });
    expect(form.isUnfolded).to.equal(true);
  });

  it('keeps the form as short as it was, however long it was open', async () => {
    await test.file();
    await indexWords(test.deps);
    const { complainant, description, desiredOutcome, category } = FILING_VALUES;
    // what a form without its other fields sends: of those only what they start with
    const receivedAt = test.deps.clock.now();
    const rest = { means: 'phone', impact: 'medium', isPublic: false, receivedAt };
    const values = { complainant, description, desiredOutcome, category, ...rest };
    test.advance(60_000);
    const form = getForm(await test.submit('rita', 'file', '', values as Values, 'form-2'));
    expect(findMatch(form).options).to.have.length(2);
    expect(form.isUnfolded).to.equal(undefined);
  });

  it('records a new one once that was answered, and the repeat gets the same', async () => {
    await test.file();
    const asked = await record('rita');
    const first = await answer('rita', asked);
    expect(first).to.include({ kind: 'recorded', reference: 'C-1002' });
    expect(await answer('rita', asked)).to.deep.equal(first);
    expect(await count()).to.equal(2);
  });

  it('asks again when yet another one has come in meanwhile', async () => {
    const { id } = await test.file();
    const asked = await record('rita');
    const { id: newer } = await test.file('rita', { description: 'Something else' });
    const reply = await answer('rita', asked);
    expect(findValues(reply)).to.deep.equal(['new', `add:${newer}`, `add:${id}`]);
    expect(await count()).to.equal(2);
    expect((await answer('rita', reply)).kind).to.equal('recorded');
  });

  it('goes on to ask when the form shows more details', async () => {
    const { id } = await test.file();
    const { context } = getForm(await record('rita'));
    const payload = { kind: 'unfold', form: 'file', submission: 'form-2' } as const;
    const whole = await test.send('rita', { ...payload, context, values: FILING_VALUES });
    expect(findValues(whole)).to.deep.equal(['new', `add:${id}`]);
    expect(getForm(whole)).to.deep.include({ context, isUnfolded: true });
  });

  it('offers a few of many, and asks whether the account is the complainant’s own', async () => {
    for (let n = 0; n < 40; n += 1) {
      await test.file('rita', { description: `Matter ${n}`, account: 'T-40' });
    }
    const form = getForm(await record('rita', { account: 'T-40' }));
    expect(findMatch(form).options).to.have.length(6);
    expect(findMatch(form).hint).to.include('is it the complainant’s own?');
  });

  it('asks nothing about another complainant, nor about what only few words are common to', async () => {
    await test.file();
    await indexWords(test.deps);
    const reply = await record('rita', { account: 'T-99', description: 'A wall fell down' });
    expect(reply.kind).to.equal('recorded');
  });

  it('tells somebody who may not see it the reference, team, state and since when, and nothing else', async () => {
    const { id } = await test.file('repairs-ann');
    await test.press('repairs-ann', 'take', id);
    const labels = findLabels(await record('rita'));
    expect(labels).to.deep.equal([
      'No, it is a new complaint',
      `Add to ${id} · Team repairs · being handled · since 23 Nov 2026`,
    ]);
  });

  it('says nothing of a confidential or ended one to somebody who may not see it', async () => {
    const { id: hidden } = await test.file('repairs-ann', { category: 'conduct' });
    const { id: over } = await test.file('repairs-ann');
    await test.submit('repairs-ann', 'withdraw', over, { reason: 'Settled.' });
    expect((await record('rita')).kind).to.equal('recorded');
    expect(JSON.stringify(await record('repairs-lead', {}, 'form-3'))).to.include(hidden);
  });

  it('offers one of another complainant about the same matter to be linked, and links it', async () => {
    const { id } = await test.file('rita', { account: 'T-1' });
    await indexWords(test.deps);
    const values = { account: 'T-2', description: 'The bedroom wall is wet again' };
    const reply = await record('rita', values);
    expect(findValues(reply)).to.deep.equal(['new', `link:${id}`]);
    const linked = await record('rita', { ...values, match: `link:${id}` });
    expect(linked).to.include({ kind: 'recorded', reference: 'C-1002' });
    expect((await test.load('C-1002')).links).to.deep.equal([id]);
  });

  it('opens the form to add to an open one, with what happened, and records nothing anew', async () => {
    const { id } = await test.file('repairs-ann');
    const values = { match: `add:${id}`, description: 'Still wet', means: 'email' };
    const form = getForm(await record('rita', values));
    const { receivedAt = null } = FILING_VALUES;
    const said = { receivedAt, means: 'email', words: 'Still wet' };
    const initial = `Still wet\nThey want: ${FILING_VALUES.desiredOutcome}`;
    expect(form.fields.at(-1)).to.include({ name: 'words', initial });
    await test.submit('rita', form.id, form.context, said, form.submissionId);
    expect(await count()).to.equal(1);
    const { addedReports } = await test.load(id);
    expect(addedReports).to.have.length(1);
    expect(addedReports?.[0]).to.include({ words: 'Still wet', means: 'email', joins: true });
  });

  it('keeps the form, with one sentence, when the account was changed after Add was chosen', async () => {
    const { id } = await test.file('repairs-ann');
    const match = `add:${id}`;
    for (const name of ['repairs-bob', 'rita']) {
      const reply = await record(name, { match, account: 'T-99' }, `${name}-2`);
      expect(getFaults(reply)).to.have.length(1);
      expect(getFaults(reply)[0]).to.match(/^match: /);
    }
    expect(await count()).to.equal(1);
  });

  it('opens the form to reopen a closed one, with what happened as the reason', async () => {
    const { id } = await test.file('rita');
    await test.submit('rita', 'withdraw', id, { reason: 'Settled.' });
    const again = await record('rita');
    expect(again.kind).to.equal('recorded');
    const { id: closed } = await closeOne();
    const reply = await record('rita', { account: 'T-5' }, 'form-3');
    expect(findValues(reply)).to.include(`reopen:${closed}`);
    const values = { account: 'T-5', match: `reopen:${closed}`, description: 'Wet once more' };
    const form = getForm(await record('rita', values, 'form-3'));
    expect(form).to.include({ id: 'reopen', context: closed });
    expect(form.fields[0]).to.include({ name: 'reason', initial: 'Wet once more' });
  });

  async function closeOne() {
    const complaint = await test.file('rita', { account: 'T-5' });
    const { id } = complaint;
    await test.press('repairs-ann', 'take', id);
    const told = {
      told: 'yes',
      toldAt: test.deps.clock.now(),
      toldMeans: 'phone',
      toldWords: 'Dry.',
    };
    await test.submit('repairs-ann', 'resolve', id, { done: 'Dried', delivered: 'yes', ...told });
    const answered = { outcome: 'answered', satisfaction: '4', words: 'Good.' };
    await test.submit('rita', 'follow-up', id, answered);
    return test.load(id);
  }

  describe('the category', () => {
    const open = async (name: string, words: string): Promise<unknown> => {
      const form = getForm(await test.send(name, { kind: 'command', text: words }));
      const field = form.fields.find((one) => one.name === 'category');
      return field?.kind === 'choice' ? field.initial : undefined;
    };

    it('is what complaints about the same matter have, as far as the person may see them', async () => {
      await test.file('rita', { description: 'The bedroom wall is wet', category: 'damp' });
      await indexWords(test.deps);
      expect(await open('repairs-ann', 'bedroom wall wet again')).to.equal('damp');
      expect(await open('billing-ann', 'bedroom wall wet again')).to.equal('?');
      expect(await open('repairs-ann', 'no answer')).to.equal('?');
    });

    it('is found at Record, too', async () => {
      const description = 'The bedroom wall is wet';
      await test.file('rita', { description, category: 'damp' });
      await indexWords(test.deps);
      const values = { account: 'T-2', category: '?', description };
      const asked = await record('repairs-ann', values);
      await answer('repairs-ann', asked, { ...values, match: 'new' });
      expect((await test.load('C-1002')).category).to.equal('damp');
    });

    it('is asked when only a confidential one fits', async () => {
      const description = 'The caretaker shouted at her';
      await test.file('rita', { description, category: 'conduct' });
      await indexWords(test.deps);
      expect(await open('repairs-lead', description)).to.equal('?');
      const reply = await record('repairs-lead', { category: '?', description, account: 'T-3' });
      expect(reply).to.have.property('kind', 'faults');
    });
  });

  describe('while somebody types', () => {
    it('shows those of the same complainant under the contact, in the same form', async () => {
      const { id } = await test.file();
      const reply = await lookUp('rita', { account: 't 17', description: 'New' });
      const form = getForm(reply);
      expect(form).to.include({ submissionId: 'form-2', isUnfolded: true });
      const names = form.fields.map(({ name }) => name);
      expect(names.indexOf('match')).to.equal(names.indexOf('email') + 1);
      expect(findValues(reply)).to.deep.equal(['new', `add:${id}`]);
    });

    it('leaves the form alone while it shows all of them, and takes them away with the contact', async () => {
      await test.file();
      expect(await lookUp('rita', { account: 'T-1' })).to.deep.equal({ kind: 'none' });
      const { context } = getForm(await lookUp('rita', {}));
      expect(await lookUp('rita', { match: 'new' }, context)).to.deep.equal({ kind: 'none' });
      const without = getForm(await lookUp('rita', { account: 'T-1', match: 'new' }, context));
      expect(without.fields.map(({ name }) => name)).not.to.include('match');
      expect(without.context).to.equal('');
    });

    it('goes on to show similar ones that it asked about, and does not ask again', async () => {
      const { id: similar } = await test.file('rita', { account: 'T-1' });
      const { id: same } = await test.file('rita', { account: 'T-2', description: 'No heat' });
      await indexWords(test.deps);
      const values = { account: '', description: 'The bedroom wall is wet again' };
      const asked = getForm(await record('rita', values));
      const shown = await lookUp('rita', { ...values, account: 'T-2' }, asked.context);
      expect(findValues(shown)).to.deep.equal(['new', `add:${same}`, `link:${similar}`]);
      const sent = { ...values, account: 'T-2', match: 'new' };
      expect((await answer('rita', shown, sent)).kind).to.equal('recorded');
    });

    it('asks nothing at Record that it has shown', async () => {
      await test.file();
      const shown = await lookUp('rita', {});
      expect((await answer('rita', shown)).kind).to.equal('recorded');
    });

    it('leaves the form alone when the records cannot be read', async () => {
      await test.file();
      const findByKeys = () => Promise.reject(new RedressError('STORE_UNAVAILABLE', 'no answer'));
      const other = test.startAnother('second', { matches: { ...test.deps.matches, findByKeys } });
      const payload = { kind: 'look-up', form: 'file', context: '', submission: 'form-2' } as const;
      const reply = await other.intake.handle({
        ...{ eventId: 'typed', account: test.account('rita'), displayName: null, zone: null },
        ...{ reference: null, payload: { ...payload, values: FILING_VALUES } },
      });
      expect(reply).to.deep.equal({ kind: 'none' });
      expect(test.logs.map(({ line }) => line)).to.include('error inbound event failed');
    });
  });
});
