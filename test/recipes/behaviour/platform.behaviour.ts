// Runs in a scratch copy that has the recipe's platform, see test/recipes/platform.ts.
import { expect } from 'chai';
import { resolveOrganisation } from '../../../src/app/organisation/resolve-organisation.js';
import { createPlatforms } from '../../../src/platforms.js';
import { silentLogger } from '../../../src/ports/logger.js';
import { silentMeter } from '../../../src/ports/meter.js';
import { parseComplaint } from '../../../src/storage/complaint-record.js';
import { openEmbeddedStores } from '../../../src/storage/embedded/stores.js';
import { parsePersonRecord } from '../../../src/storage/person-record.js';
import { loadFaults, loadValid } from '../../config/sample-settings.js';
import { filed } from '../../support/domain.js';

const ZULIP = { ZULIP_URL: 'https://chat.zulip.test' };
const FILE = `
hours: { zone: Europe/London }
teams:
  billing:
    place: { zulip: complaints }
    members: [{ name: Ben Baker, zulip: "77" }]
officers: ["77"]
`;

describe('the platform “Zulip”, added by following the compiler', () => {
  it('may be named in redress.yml, for a person and for a place', () => {
    const { organisation } = loadValid(FILE, ZULIP);
    const [billing] = organisation.teams;
    expect(billing?.place).to.deep.equal({ platform: 'zulip', stream: 'complaints' });
    expect(billing?.members).to.deep.equal([
      { name: 'Ben Baker', email: null, slack: null, teams: null, zulip: '77' },
    ]);
    expect(organisation.officers).to.deep.equal(billing?.members);
  });

  it('may not be named there while it is not configured', () => {
    const faults = loadFaults(FILE).join('\n');
    expect(faults).to.include('is in Zulip, which is not configured');
    expect(faults).to.include('has ids only on platforms that are not configured');
  });

  it('is a platform of its own, whose people get an account there', async () => {
    const stores = await openEmbeddedStores({ file: ':memory:' });
    const { people, references } = stores;
    const intake = { handle: async () => ({ kind: 'none' }) as const };
    const deps = { intake, references, places: [], logger: silentLogger, meter: silentMeter };
    const configuration = loadValid(FILE, {
      ...ZULIP,
      SLACK_BOT_TOKEN: undefined,
      SLACK_SIGNING_SECRET: undefined,
    });
    const platforms = await createPlatforms(configuration.settings.platforms, deps);
    expect(platforms.checks.map(({ name }) => name)).to.deep.equal(['zulip']);
    const workspaces = await platforms.identify();
    expect(workspaces).to.deep.equal({ slack: null, teams: null, zulip: 'chat.zulip.test' });
    const organisation = await resolveOrganisation(configuration, people, workspaces);
    const officer = await people.get(organisation.officers[0] ?? '');
    await stores.close();
    expect(officer?.accounts).to.deep.equal([
      { platform: 'zulip', workspace: 'chat.zulip.test', userId: '77', reference: null },
    ]);
  });

  it('is refused in the lab unless it is a simulator', () => {
    const lab = { ...ZULIP, REDRESS_LAB_TOKEN: 'k3Yb7Qw9Zt2Lm5Xc8Vn1' };
    expect(loadFaults(FILE, lab).join('\n')).to.include('ZULIP_URL must be on this computer');
  });

  it('is read in a stored complaint and a stored person', () => {
    const complaint = {
      ...filed(),
      filedOn: 'zulip',
      refs: { 'card:1': { platform: 'zulip', key: 'm1' } },
    };
    expect(parseComplaint(JSON.parse(JSON.stringify(complaint)))).to.deep.equal(complaint);
    const account = { platform: 'zulip', workspace: 'w', userId: '77', reference: null };
    const person = {
      id: 'p_1',
      version: 1,
      name: 'Ben',
      email: null,
      zone: null,
      accounts: [account],
      keys: ['zulip:w:77'],
      mergedInto: null,
    };
    expect(parsePersonRecord(person)).to.deep.equal(person);
  });
});
