// Runs in a scratch copy that has the recipe's field, see test/recipes/field.ts.
import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { parseComplaint } from '../../../src/storage/complaint-record.js';
import { getForm, openApp, type TestApp } from '../../support/app.js';
import { FILING_VALUES } from '../../support/complaint/filing-values.js';

const SITE = 'Mill Lane 4';

/** A complaint as it is stored, with this as the place where it happened. */
function toStored({ details, ...complaint }: Complaint, site: unknown): unknown {
  return JSON.parse(JSON.stringify({ ...complaint, details: { ...details, site } }));
}

describe('the field “site”, added by following the compiler', () => {
  let test: TestApp;
  let filed: Complaint;
  beforeEach(async () => {
    test = await openApp();
    filed = await test.file('rita', { site: ` ${SITE} ` });
  });
  afterEach(() => test.close());

  const open = async (action: string) => getForm(await test.press('rita', action, filed.id));

  it('is asked in the form for a new complaint', async () => {
    const form = getForm(await test.send('rita', { kind: 'command', text: 'wet wall' }));
    expect(form.fields.map(({ name }) => name)).to.include('site');
  });

  it('is read from the form and stored', async () => {
    expect((await test.load(filed.id)).details).to.include({ site: SITE });
  });

  it('is checked when a record is read, and absent in an older one', () => {
    expect(parseComplaint(toStored(filed, SITE)).details).to.include({ site: SITE });
    expect(parseComplaint(toStored(filed, undefined)).details).not.to.have.property('site');
    expect(() => parseComplaint(toStored(filed, 5))).to.throw('details.site');
  });

  it('is shown on the team’s card and in Details', async () => {
    await test.settle();
    const [card] = test.channel.messagesAt('#C-repairs');
    for (const shown of [card?.card, await open('details')]) {
      expect(JSON.stringify(shown)).to.include(
        `"label":"Where it happened","value":[{"written":"${SITE}"}]`,
      );
    }
  });

  it('can be corrected, and the history shows what it was', async () => {
    const field = (await open('correct')).fields.find(({ name }) => name === 'site');
    expect(field).to.include({ kind: 'text', initial: SITE });
    await test.submit('rita', 'correct', filed.id, { ...FILING_VALUES, site: 'Mill Lane 5' });
    expect(JSON.stringify(await open('details'))).to.include(
      `Where it happened: was “${SITE}”, is “Mill Lane 5”`,
    );
  });

  it('can be added to a complaint that was recorded before there was such a field', async () => {
    const { id } = await test.file('rita');
    const sql =
      "UPDATE complaints SET document = json_remove(document, '$.details.site') WHERE id = ?";
    test.runSql(sql, [id]);
    await test.submit('rita', 'correct', id, { ...FILING_VALUES, site: SITE });
    expect((await test.load(id)).details).to.include({ site: SITE });
    const details = getForm(await test.press('rita', 'details', id));
    expect(JSON.stringify(details)).to.include(`was “nothing”, is “${SITE}”`);
  });
});
