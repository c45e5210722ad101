import { expect } from 'chai';
import type { Reply } from '../../../../src/ports/intake.js';
import { text } from '../../../../src/text/index.js';
import { getFaults, getForm, openApp, type TestApp } from '../../../support/app.js';
import { FILING_VALUES } from '../../../support/complaint/filing-values.js';
import { findButtons, toPlainText } from '../../../views/plain-text.js';

describe('linking a new complaint to others', () => {
  let test: TestApp;
  let first: string;
  beforeEach(async () => {
    test = await openApp();
    first = (await test.file('rita')).id;
  });
  afterEach(() => test.close());

  const file = (
    name: string,
    link: string,
    values: Readonly<Record<string, string>> = {},
    eventId?: string,
  ): Promise<Reply> => {
    const all = { ...FILING_VALUES, account: 'B-2', match: `link:${link}`, ...values };
    return test.submit(name, 'file', '', all, eventId);
  };
  const findNewest = async () => {
    const [newest] = await test.listAll();
    if (newest === undefined) throw new Error('nothing was recorded');
    return newest;
  };
  const readDetails = async (name: string, id: string) =>
    getForm(await test.press(name, 'details', id));
  const sayLinked = (id: string): string => `${id}: ${text.states.open}`;

  it('records it with its own reference and clocks, and says to what it is linked', async () => {
    const reply = await file('rita', first);
    const linked = await findNewest();
    expect(linked.id).not.to.equal(first);
    expect(linked.links).to.deep.equal([first]);
    expect(linked.history[0]?.args).to.deep.include({ links: [first] });
    expect(linked.keys).to.include(`link:${first}`);
    const next = reply.kind === 'recorded' ? reply.next : undefined;
    expect(next === undefined ? '' : toPlainText(next)).to.include(`It is linked to ${first}.`);
    expect((await test.load(first)).version).to.equal(1);
  });

  it('shows each in the details of the other, with its state and a button that opens it', async () => {
    await file('rita', first);
    const { id: second } = await findNewest();
    for (const [id, other] of [
      [first, second],
      [second, first],
    ] as const) {
      const details = await readDetails('rita', id);
      expect(toPlainText(details)).to.include(sayLinked(other));
      const button = findButtons(details).find(({ label }) => label === `Open ${other}`);
      expect(button).to.deep.include({ action: 'details', value: other });
    }
  });

  it('stays linked through later changes, and shows the state as it is', async () => {
    await file('rita', first);
    const { id: second } = await findNewest();
    await test.submit('rita', 'withdraw', second, { reason: 'Mistake.' });
    expect(toPlainText(await readDetails('rita', first))).to.include(
      `${second}: ${text.states.withdrawn}`,
    );
  });

  it('says of one that its reporter may not see only that there is none, and records nothing', async () => {
    const secret = (await test.file('rita', { category: 'conduct' })).id;
    for (const link of [secret, 'C-9999', first, 'nonsense']) {
      expect(getFaults(await file('zoe', link))).to.deep.equal([
        `match: ${text.refusals['not-found']({})}`,
      ]);
    }
    expect(await test.listAll()).to.have.length(2);
  });

  it('hides a linked complaint from whoever may not see it, in both directions', async () => {
    const secret = (await test.file('rita', { category: 'conduct' })).id;
    await file('rita', secret);
    const open = (await findNewest()).id;
    await file('rita', open, { category: 'conduct' });
    const secondSecret = (await findNewest()).id;
    const seenBy = async (name: string): Promise<string> =>
      JSON.stringify(await readDetails(name, open));
    expect(await seenBy('repairs-bob')).to.include(open);
    expect(await seenBy('repairs-bob'))
      .not.to.include(secret)
      .and.not.include(secondSecret);
    for (const name of ['rita', 'repairs-lead', 'olga']) {
      expect(await seenBy(name), name)
        .to.include(secret)
        .and.include(secondSecret);
    }
  });

  it('is recorded once when the form is sent twice', async () => {
    await file('rita', first, {}, 'form-1');
    await file('rita', first, { description: 'Other words' }, 'form-1');
    const all = (await test.listAll()).map(({ id, links }) => ({ id, links }));
    expect(all).to.have.length(2);
    expect(all[0]?.links).to.deep.equal([first]);
  });
});
