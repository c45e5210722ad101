import { expect } from 'chai';
import { getFaults, getNoticeText, openApp, type TestApp } from '../../support/app.js';

const USUAL = { listAt: 'usual', mostADay: 'usual', quiet: '' };

describe('the form of one’s own reminders', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const submit = (values: Readonly<Record<string, string>>) =>
    test.submit('repairs-ann', 'reminders', '', { ...USUAL, ...values });
  const settings = async () =>
    (await test.deps.inboxes.load(test.personId('repairs-ann')))?.settings;

  for (const [field, values] of [
    ['listAt', ['', ' ', 'noon', '1440', '-1', '0x10', '9.5', '1e2']],
    ['mostADay', ['', ' ', 'many', '-1', '1.5', '0x2']],
  ] as const) {
    it(`takes no other answers to ${field} than it offers`, async () => {
      for (const value of values) {
        expect(getFaults(await submit({ [field]: value })), value).to.deep.equal([
          `${field}: Choose one of the answers.`,
        ]);
      }
      expect(await settings()).to.include({ listAt: null, mostADay: null });
    });
  }

  it('takes what a form of before does not ask as usual', async () => {
    expect(getNoticeText(await submit({ 'inList.unknown': 'list' }))).to.include('Saved');
    expect((await settings())?.inList).to.deep.equal([]);
  });
});
