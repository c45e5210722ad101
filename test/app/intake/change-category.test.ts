import { expect } from 'chai';
import type { Reply } from '../../../src/ports/intake.js';
import type { Form } from '../../../src/views/elements.js';
import { getFaults, getForm, getNoticeText, openApp, type TestApp } from '../../support/app.js';
import { FILING_VALUES } from '../../support/complaint/filing-values.js';
import { createDelivery } from '../../support/domain.js';
import { toPlainText } from '../../views/plain-text.js';

describe('what a complaint is about', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  let accounts = 17;
  async function fileAnd(
    values = {},
  ): Promise<{ id: string; next: Form | undefined; said: string }> {
    accounts += 1;
    const account = `T-${accounts}`;
    const reply = await test.submit('rita', 'file', '', { ...FILING_VALUES, account, ...values });
    if (reply.kind !== 'recorded') throw new Error('not recorded');
    await test.settle();
    const { reference: id, next, notice } = reply;
    return { id, next, said: toPlainText(notice) };
  }
  const open = async (by: string, id: string): Promise<Form> =>
    getForm(await test.press(by, 'recategorise', id));
  const change = (by: string, id: string, category: string, eventId?: string): Promise<Reply> =>
    test.submit(by, 'recategorise', id, { category }, eventId);
  const cardsAt = (place: string): readonly string[] =>
    test.channel.messagesAt(place).map(({ card }) => JSON.stringify(card));

  it('can be changed in what comes after Record, and goes on there with the new team', async () => {
    const { id, next } = await fileAnd();
    if (next === undefined) throw new Error('nothing follows');
    expect(JSON.stringify(next.blocks)).to.include('"recategorise"').and.include('"Change"');
    const form = await open('rita', id);
    expect(form.fields).to.have.length(1);
    expect(form.fields[0]).to.include({ kind: 'choice', initial: 'damp', look: 'menu' });
    const again = getForm(await change('rita', id, 'invoice', 'change-1'));
    expect(again.id).to.equal('acknowledge');
    expect(toPlainText(again)).to.include(
      'It is about “About invoice” now, and with Team billing.',
    );
    expect(JSON.stringify(again.fields)).to.include('Team billing looks after it');
    const told = { at: test.deps.clock.now(), means: 'phone', words: 'We have it.' };
    await test.submit('rita', again.id, again.context, told, again.submissionId);
    const { team, acknowledgements } = await test.load(id);
    expect({ team, told: acknowledgements.length }).to.deep.equal({ team: 'billing', told: 1 });
  });

  it('says who can open it once it is confidential, as the receipt does', async () => {
    const { id } = await fileAnd();
    const again = getForm(await change('rita', id, 'conduct'));
    expect(again.title).to.equal(`${id} is changed`);
    expect(toPlainText(again)).to.include(
      'It is about “About conduct” now, and with Team repairs. It is confidential: besides you, only the lead of Team repairs and the complaints officers can open it.',
    );
    const { id: other, said } = await fileAnd({ category: 'conduct' });
    expect(said).to.include('It is confidential: besides you, only the lead of Team repairs and');
    expect(getNoticeText(await change('repairs-lead', other, 'damp'))).not.to.include('confid');
    expect(getNoticeText(await change('repairs-bob', other, 'conduct'))).to.match(
      /It is confidential: only whoever recorded it, the lead of Team repairs and the complaints officers can open it\.$/,
    );
  });

  it('is said with the same button where nobody has to be told', async () => {
    const { id, next, said } = await fileAnd({ complainant: null, isAnonymous: true });
    expect(next).to.equal(undefined);
    expect(said).to.include('About: About damp').and.include('Change');
    expect(getNoticeText(await change('rita', id, 'invoice'))).to.equal(
      `${id}: It is about “About invoice” now, and with Team billing.`,
    );
  });

  it('takes the card to the other team; the card before says only where it is', async () => {
    const { id } = await fileAnd();
    expect(cardsAt('#C-repairs')[0]).to.include('bedroom wall');
    await change('rita', id, 'invoice');
    await test.settle();
    const [old, ...others] = cardsAt('#C-repairs');
    expect(others).to.deep.equal([]);
    expect(old).to.include(id).and.include('Team billing');
    expect(old).to.include('What you write here does not reach them.');
    expect(old).not.to.include('bedroom').and.not.include('Jo Tenant').and.not.include('buttons');
    const [card, ...more] = cardsAt('#C-billing');
    expect(more).to.deep.equal([]);
    expect(card).to.include('bedroom wall').and.include('Take it');
    const ofReporter = test.channel.messages.find(({ card: { title } }) => title?.includes('your'));
    expect(JSON.stringify(ofReporter?.card)).to.include('About invoice');
  });

  it('comes back with a new card, and the complaint is with one team at a time', async () => {
    const { id } = await fileAnd();
    for (const category of ['invoice', 'damp']) {
      await change('rita', id, category);
      await test.settle();
    }
    expect(cardsAt('#C-billing')[0]).to.include('Team repairs').and.not.include('bedroom');
    const [first, second] = cardsAt('#C-repairs');
    expect(first).to.include('on a card of its own').and.not.include('bedroom');
    expect(second).to.include('bedroom wall');
  });

  it('takes a note that was not posted yet to the new team, and posts none once it is confidential', async () => {
    for (const [category, posted] of [
      ['invoice', 1],
      ['conduct', 0],
    ] as const) {
      const { id } = await fileAnd();
      await change('rita', id, category);
      await test.settle();
      const before = test.channel.messages.length;
      const { version } = await test.load(id);
      const note = createDelivery(`note-${category}`);
      const added = { set: {}, history: [], deliveries: [note], event: null };
      expect(await test.deps.complaints.change(id, version, added)).to.equal(true);
      await test.app.deliverer.deliver({ kind: 'complaint', id });
      await test.settle();
      const more = test.channel.messages.slice(before);
      expect(
        more.map(({ to }) => to),
        category,
      ).to.have.length(posted);
      const { refs, outbox } = await test.load(id);
      expect(outbox).to.deep.equal([]);
      if (posted === 1) expect(more[0]?.to).to.include(refs['card:2']?.key);
    }
  });

  it('is changed once however often the form is sent, and the answer is the same', async () => {
    const { id } = await fileAnd();
    const first = await change('rita', id, 'invoice', 'change-1');
    const { version } = await test.load(id);
    expect(await change('rita', id, 'invoice', 'change-1')).to.deep.equal(first);
    expect((await test.load(id)).version).to.equal(version);
    expect((await test.load(id)).placements).to.have.length(2);
  });

  it('is either taken or changed when both come at the same moment', async () => {
    for (const order of [true, false]) {
      const { id } = await fileAnd();
      const acts = [
        () => change('rita', id, 'invoice'),
        () => test.press('repairs-ann', 'take', id),
      ];
      const replies = await Promise.all((order ? acts : acts.toReversed()).map((one) => one()));
      expect(replies).to.have.length(2);
      const { team, assignee, state } = await test.load(id);
      expect(`${team} ${state} ${assignee === null}`).to.be.oneOf([
        'billing open true',
        'repairs assigned false',
      ]);
    }
  });

  it('answers what cannot be with one sentence, and leaves the complaint as it is', async () => {
    const { id } = await fileAnd({ category: 'conduct' });
    expect(getFaults(await change('rita', id, 'gone'))).to.deep.equal([
      'category: That category no longer exists. Choose another one.',
    ]);
    expect(getFaults(await change('rita', id, 'damp'))[0]).to.include('It is confidential now');
    expect(getFaults(await change('zoe', id, 'damp'))[0]).to.include(
      'No complaint that you can see',
    );
    expect(getFaults(await change('repairs-ann', id, 'damp'))[0]).to.include(
      'No complaint that you',
    );
    const { version } = await test.load(id);
    expect(version).to.equal(1);
    await test.press('repairs-lead', 'take', id);
    expect(getFaults(await change('rita', id, 'invoice'))[0]).to.include('Being handled');
  });
});
