import { expect } from 'chai';
import { judge } from '../../../adapters/teams/identity.js';
import { createTeams, type TeamsOptions } from '../../../adapters/teams/index.js';
import { RedressError } from '../../../src/errors.js';
import { silentLogger } from '../../../src/ports/logger.js';
import { silentMeter } from '../../../src/ports/meter.js';
import { APP_ID, TENANT } from './fixtures.js';
import { keepingLogger } from './keeping-logger.js';
import { BASE, fakeMicrosoft, memoryReferences, PASSWORD } from './microsoft.js';

/** An adapter whose token endpoint answers like this; null: nobody does. */
function teamsWhose(token: () => Response | null, own: Partial<TeamsOptions> = {}) {
  const microsoft = fakeMicrosoft((url) => {
    if (!url.endsWith('/token')) return undefined;
    const answer = token();
    if (answer === null) throw new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } });
    return answer;
  });
  const { logger, lines } = keepingLogger();
  const teams = createTeams({
    ...{ appId: APP_ID, tenantId: TENANT, simulatorUrl: BASE, logger, meter: silentMeter },
    credentials: { kind: 'password', password: PASSWORD },
    intake: { handle: async () => ({ kind: 'none' }) },
    ...{ references: memoryReferences().store, fetch: microsoft.fetch },
    sleep: async () => undefined,
    ...own,
  });
  return { teams, microsoft, lines };
}

const granted = () => Response.json({ access_token: 'token', expires_in: 3600 });
const refusing = (error: string) => () => Response.json({ error }, { status: 401 });

async function startError(token: () => Response, own: Partial<TeamsOptions> = {}) {
  try {
    await teamsWhose(token, own).teams.start();
  } catch (error) {
    if (error instanceof RedressError) return error;
    throw error;
  }
  throw new Error('it started');
}

describe('The start of the Teams adapter', () => {
  for (const [missing, own, name] of [
    ['app id', { appId: ' ' }, 'MICROSOFT_APP_ID'],
    ['tenant id', { tenantId: '' }, 'MICROSOFT_APP_TENANT_ID'],
  ] as const) {
    it(`needs the ${missing}, without which no request could be checked`, () => {
      expect(() => teamsWhose(granted, own))
        .to.throw(RedressError, name)
        .with.property('code', 'TEAMS_START');
    });
  }

  const REMEDIES: Readonly<Record<string, RegExp>> = {
    AADSTS7000215: /MICROSOFT_APP_PASSWORD.*AADSTS7000215/,
    AADSTS7000222: /MICROSOFT_APP_PASSWORD.*expired/,
    AADSTS700016: /MICROSOFT_APP_ID.*overview/,
    AADSTS90002: /MICROSOFT_APP_TENANT_ID/,
    invalid_client: /MICROSOFT_APP_PASSWORD/,
    AADSTS53003: /refuses the credentials: AADSTS53003/,
  };
  for (const [code, remedy] of Object.entries(REMEDIES)) {
    it(`that Microsoft refuses with ${code} says what to do`, () => {
      expect(() => judge({ kind: 'refused', code }, 'password', silentLogger))
        .to.throw(RedressError, remedy)
        .with.property('code', 'TEAMS_START');
    });
  }

  it('with a certificate that Microsoft refuses speaks of the certificate', () => {
    const check = { kind: 'refused', code: 'AADSTS700027' } as const;
    expect(() => judge(check, 'certificate', silentLogger)).to.throw(RedressError, 'certificate');
  });

  it('that is refused says what to do, without the secret', async () => {
    const error = await startError(refusing('invalid_client'));
    expect(error.code).to.equal('TEAMS_START');
    expect(error.message).to.contain('MICROSOFT_APP_PASSWORD').and.not.contain(PASSWORD);
  });

  it('goes on when Microsoft does not answer, warns, and is healthy once it does', async () => {
    let answer: Response | null = null;
    const { teams, lines } = teamsWhose(() => answer);
    await teams.start();
    expect(lines.join()).to.contain('login.microsoftonline.com');
    expect(teams.health()).to.contain('does not answer');
    answer = granted();
    const card = { summary: 's', title: null, blocks: [] };
    const place = { platform: 'teams', team: '19:t@thread.tacv2', channel: '19:c@thread.tacv2' };
    await teams.channel.post({ place: { ...place, platform: 'teams' } }, { deliveryId: 'd', card });
    expect(teams.health()).to.equal('ok');
    await teams.stop(10);
    expect(teams.health()).to.contain('stopped');
  });

  it('asks once, and tells the tenant in the case Microsoft writes it in', async () => {
    const { teams, microsoft } = teamsWhose(granted, { tenantId: TENANT.toUpperCase() });
    expect(teams.health()).to.contain('not asked yet');
    expect(await teams.identify()).to.equal(TENANT);
    await teams.start();
    expect(await teams.identify()).to.equal(TENANT);
    expect(microsoft.calls.filter(({ url }) => url.endsWith('/token'))).to.have.length(1);
    await teams.stop(10);
  });

  it('takes nothing before it is done', async () => {
    const { teams } = teamsWhose(granted);
    const answer = await teams.routes[0]?.handle({ headers: {}, body: Buffer.from('{}') });
    expect(answer?.status).to.equal(503);
    expect(teams.routes.map(({ path }) => path)).to.deep.equal(['/api/messages']);
  });
});
