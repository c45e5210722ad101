// Runs in a scratch copy that has the recipe's command, see test/recipes/command.ts.
import { expect } from 'chai';
import { getFaults, getForm, openApp, type TestApp } from '../../support/app.js';

const REASON = 'The plasterer is ill.';

describe('the command “hold”, added by following the compiler', () => {
  let test: TestApp;
  let id: string;
  beforeEach(async () => {
    test = await openApp();
    id = (await test.file('rita')).id;
    await test.press('repairs-ann', 'take', id);
  });
  afterEach(() => test.close());

  const hold = () => test.submit('repairs-ann', 'hold', id, { reason: ` ${REASON} ` });
  const readDetails = async (name: string): Promise<string> =>
    JSON.stringify(getForm(await test.press(name, 'details', id)).blocks);

  it('is offered in Details to those who may use it, and to nobody else', async () => {
    expect(await readDetails('repairs-ann')).to.include(`"action":"hold","value":"${id}"`);
    expect(await readDetails('rita')).not.to.include('"action":"hold"');
  });

  it('opens its own form, which asks for the reason', async () => {
    const form = getForm(await test.press('repairs-ann', 'hold', id));
    expect([form.id, form.submit, form.context]).to.deep.equal(['hold', 'Hold', id]);
    expect(form.fields.map(({ name, kind }) => `${name}: ${kind}`)).to.deep.equal(['reason: text']);
  });

  it('is read from its form and recorded with its reason', async () => {
    expect(await hold()).to.deep.equal({ kind: 'none' });
    const last = (await test.load(id)).history.at(-1);
    expect(last).to.include({ what: 'hold', by: test.personId('repairs-ann') });
    expect(last?.args).to.deep.equal({ reason: REASON });
  });

  it('is refused without a reason, with the fault under its field', async () => {
    const reply = await test.submit('repairs-ann', 'hold', id, { reason: ' ' });
    expect(getFaults(reply)).to.deep.equal(['reason: Please fill this in.']);
  });

  it('stands in the history with its reason, which somebody who only reported it may not read', async () => {
    await hold();
    expect(await readDetails('repairs-ann'))
      .to.include(' put it on hold')
      .and.include(REASON);
    expect(await readDetails('rita'))
      .to.include(' put it on hold')
      .and.not.include(REASON);
  });
});
