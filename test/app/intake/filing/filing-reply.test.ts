import { expect } from 'chai';
import type { Organisation } from '../../../../src/domain/organisation/organisation.js';
import type { FieldValue, Reply } from '../../../../src/ports/intake.js';
import { openApp, type TestApp } from '../../../support/app.js';
import { FILING_VALUES } from '../../../support/complaint/filing-values.js';
import { createOrganisation } from '../../../support/domain.js';

describe('the reply to a filed complaint', () => {
  let test: TestApp | undefined;
  afterEach(() => test?.close());

  const open = async (organisation?: Organisation): Promise<TestApp> => {
    test = await openApp(organisation);
    return test;
  };
  const file = (
    app: TestApp,
    eventId: string,
    values: Readonly<Record<string, FieldValue>> = {},
  ): Promise<Reply> => app.submit('rita', 'file', '', { ...FILING_VALUES, ...values }, eventId);
  const toNoticeText = (reply: Reply) => (reply.kind === 'recorded' ? reply.notice.text : reply);

  it('names the reference and the team it goes to, and does so again for a repeat', async () => {
    const app = await open();
    const replies = [];
    for (const [eventId, account] of [
      ['one', 'T-17'],
      ['one', 'T-17'],
      ['two', 'T-18'],
    ] as const) {
      const values = { account, description: `Complaint ${eventId}` };
      const { next: _, ...reply } = { next: undefined, ...(await file(app, eventId, values)) };
      const { notice } = reply as Extract<Reply, { kind: 'recorded' }>;
      replies.push({ kind: reply.kind, reference: notice.text.split(' ')[0], text: notice.text });
    }
    const [two, one] = (await app.listAll()).map(({ id }) => ({
      kind: 'recorded',
      reference: id,
      text: `${id} is recorded and goes to Team repairs.`,
    }));
    expect(replies).to.deep.equal([one, one, two]);
  });

  it('names only the reference once that would no longer be true', async () => {
    const app = await open();
    await file(app, 'one');
    const [complaint] = await app.listAll();
    await app.press('repairs-ann', 'take', complaint?.id ?? '');
    expect(toNoticeText(await file(app, 'one'))).to.equal(`${complaint?.id} is recorded.`);
  });

  it('names only the reference when the team’s channel turned out to be out of reach', async () => {
    const app = await open();
    app.channel.failAlways({ kind: 'refused', reason: 'channel-archived' }, ({ to }) =>
      to.startsWith('#'),
    );
    await file(app, 'one');
    await app.settle();
    const [complaint] = await app.listAll();
    expect(toNoticeText(await file(app, 'one'))).to.equal(`${complaint?.id} is recorded.`);
  });

  it('says who can open a confidential one', async () => {
    const organisation = createOrganisation();
    const [name, category] = [...organisation.categories].find(([, one]) => one.confidential) ?? [];
    const app = await open(organisation);
    const reply = await file(app, 'one', { category: name ?? '' });
    const team = organisation.teams.get(category?.team ?? '');
    expect(toNoticeText(reply)).to.match(/^C-\d+ is recorded\. It is confidential: besides you, /);
    expect(toNoticeText(reply)).to.include(`the lead of ${team?.name} and the complaints officers`);
    expect(toNoticeText(reply)).not.to.include('goes to');
  });

  it('does not name the lead of a team that has none', async () => {
    const organisation = createOrganisation();
    const [name = '', category] =
      [...organisation.categories].find(([, one]) => one.confidential) ?? [];
    const teams = new Map(
      [...organisation.teams].map(([key, team]) => [key, { ...team, lead: null }]),
    );
    const app = await open({ ...organisation, teams });
    const reply = await file(app, 'one', { category: name });
    expect(category?.confidential).to.equal(true);
    expect(toNoticeText(reply)).to.match(/besides you, only the complaints officers can open it/);
  });
});
