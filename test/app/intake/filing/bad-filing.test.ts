import { expect } from 'chai';
import type { FieldValue, Reply } from '../../../../src/ports/intake.js';
import { getForm, openApp, type TestApp } from '../../../support/app.js';
import { FILING_VALUES } from '../../../support/complaint/filing-values.js';
import { createOrganisation } from '../../../support/domain.js';
import { toPlainText } from '../../../views/plain-text.js';

type Values = Readonly<Record<string, FieldValue>>;

const YEAR_MS = 366 * 86_400_000;

describe('a complaint that is sent with something wrong', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const file = (values: Values = {}, eventId = 'form-1'): Promise<Reply> =>
    test.submit('rita', 'file', '', { ...FILING_VALUES, ...values }, eventId);
  const findFaults = (reply: Reply) => (reply.kind === 'faults' ? reply.faults : []);

  for (const [when, ms, says] of [
    ['in the future', 86_400_000, /in the future/],
    ['three years ago', -3 * YEAR_MS, /more than two years ago/],
  ] as const) {
    it(`is told that it cannot be received ${when}, and nothing is recorded`, async () => {
      const [fault, ...others] = findFaults(await file({ receivedAt: test.deps.clock.now() + ms }));
      expect(fault?.field).to.equal('receivedAt');
      expect(fault?.message).to.match(says);
      expect(others).to.deep.equal([]);
      expect(await test.listAll()).to.deep.equal([]);
    });
  }

  it('keeps its first words when the same form is sent again with others, and says so', async () => {
    await file();
    const same = await file();
    const again = await file({ description: 'Quite another thing' });
    expect(JSON.stringify(same)).not.to.include('what you changed since');
    const next = again.kind === 'recorded' ? again.next : undefined;
    const said = toPlainText({ text: '', blocks: next?.blocks ?? [] });
    expect(said).to.include('what you changed since is not in it');
    const [complaint, ...others] = await test.listAll();
    expect(others).to.deep.equal([]);
    expect(complaint?.details.description).to.equal(FILING_VALUES.description);
  });

  it('is told at its field that the category is gone, when the configuration changed while it was filled in', async () => {
    const form = getForm(await test.send('rita', { kind: 'command', text: 'wet wall' }));
    const organisation = createOrganisation();
    const categories = new Map([...organisation.categories].filter(([key]) => key !== 'damp'));
    const later = test.startAnother('later', { organisation: { ...organisation, categories } });
    const { context, submissionId: eventId } = form;
    const payload = { kind: 'submission', form: 'file', context, values: FILING_VALUES } as const;
    const reply = await later.intake.handle({
      ...{ eventId, account: test.account('rita'), displayName: null, zone: null },
      ...{ reference: null, payload },
    });
    expect(findFaults(reply).map(({ field }) => field)).to.deep.equal(['category']);
    expect(await test.listAll()).to.deep.equal([]);
  });
});
