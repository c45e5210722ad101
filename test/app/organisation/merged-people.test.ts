import { expect } from 'chai';
import { resolveOrganisation } from '../../../src/app/organisation/resolve-organisation.js';
import { accountKey } from '../../../src/domain/organisation/person.js';
import { silentLogger } from '../../../src/ports/logger.js';
import { loadValid } from '../../config/sample-settings.js';
import { getForm, getNoticeText, openApp, type TestApp } from '../../support/app.js';
import { createFakeChannel } from '../../support/fake-channel.js';

const IN_SLACK = { slack: 'T1', teams: null };

const FILE = `
hours: { zone: UTC }
teams:
  repairs:
    place: { slack: C0123456789 }
    members:
      - { name: Ben, email: ben@example.org }
officers: [ben@example.org]
`;

describe('a person whose account turns out to belong to a configured person', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  it('keeps the complaints they filed before, and gets their rights', async () => {
    const { people } = test.deps;
    const account = test.account('ben');
    const own = await test.file('ben', { category: 'conduct' });
    const another = await test.file('rita', { category: 'conduct' });
    await test.settle();
    const nameless = await people.findByAccount(account);
    const organisation = await resolveOrganisation(loadValid(FILE), people, IN_SLACK);
    const officers = test.startAnother('second', { organisation });
    const profile = { name: 'Ben', email: 'ben@example.org', zone: 'UTC' };
    test.channel.profiles.set(accountKey(account), profile);
    for (const [app, complaint] of [
      [officers, another],
      [test.app, own],
    ] as const) {
      const payload = { kind: 'action', action: 'details', value: complaint.id } as const;
      const eventId = `details of ${complaint.id}`;
      const reply = await app.intake.handle({
        eventId,
        account,
        displayName: null,
        zone: null,
        reference: null,
        payload,
      });
      expect(getForm(reply).id).to.equal('details');
    }
    const person = await people.findByAccount(account);
    expect(person).to.deep.include({ id: organisation.officers[0], aliases: [nameless?.id] });
  });

  it('still sees their own complaint after the merge', async () => {
    const complaint = await test.file('zoe', { category: 'conduct' });
    await test.settle();
    const { people } = test.deps;
    const configured = await people.ensureByEmail({
      name: 'Zoe',
      email: 'z@example.org',
      zone: null,
    });
    await people.merge(test.personId('zoe'), configured.id);
    const list = await test.send('zoe', { kind: 'command', text: 'list' });
    expect(JSON.stringify(list)).to.include(complaint.id);
    expect(getForm(await test.press('zoe', 'details', complaint.id)).id).to.equal('details');
    expect(getNoticeText(await test.press('rita', 'details', complaint.id))).to.not.include(
      complaint.id,
    );
  });

  it('counts once when a look-up shows that two entries are one person', async () => {
    const { people } = test.deps;
    const channel = createFakeChannel();
    const account = { platform: 'slack', workspace: 'T1', userId: 'U0123456789' } as const;
    channel.accounts.set('ben@example.org', account);
    const file = FILE.replace('members:', 'members:\n      - { name: B, slack: U0123456789 }');
    const directory = { channels: [channel], logger: silentLogger };
    const organisation = await resolveOrganisation(loadValid(file), people, IN_SLACK, directory);
    expect(organisation.teams.get('repairs')?.members).to.deep.equal(organisation.officers);
    expect(organisation.officers).to.have.length(1);
  });

  it('gets messages from the start when only their e-mail address is configured', async () => {
    const { people } = test.deps;
    const channel = createFakeChannel();
    channel.accounts.set('ben@example.org', {
      platform: 'slack',
      workspace: 'T1',
      userId: 'U-ben',
    });
    const logger = silentLogger;
    const organisation = await resolveOrganisation(loadValid(FILE), people, IN_SLACK, {
      channels: [channel],
      logger,
    });
    const ben = await people.get(organisation.officers[0] ?? '');
    expect(ben?.accounts.map(({ userId }) => userId)).to.deep.equal(['U-ben']);
  });
});
