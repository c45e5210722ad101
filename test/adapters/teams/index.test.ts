import { expect } from 'chai';
import { unrefEvery } from '../../../adapters/shared/recheck.js';
import { assertCredentials } from '../../../adapters/teams/auth/credentials.js';
import { createTeams, type Every, type TeamsOptions } from '../../../adapters/teams/index.js';
import { RedressError } from '../../../src/errors.js';
import { silentLogger } from '../../../src/ports/logger.js';
import { silentMeter } from '../../../src/ports/meter.js';
import { createMemoryLogger } from '../../support/memory-logger.js';
import {
  createFakeMicrosoft,
  createMemoryReferences,
  PASSWORD,
  SIMULATOR_URL,
} from './fake-microsoft.js';
import { APP_ID, TENANT } from './fixtures.js';

/** Creates an adapter with this token endpoint; null: it does not answer. */
function createTeamsWith(
  token: () => Response | null,
  overrides: Partial<TeamsOptions> = {},
  call: () => Response | undefined = () => undefined,
) {
  const microsoft = createFakeMicrosoft((url) => {
    if (url.includes('/v3/')) return call();
    if (!url.endsWith('/token')) return undefined;
    const answer = token();
    if (answer === null) throw new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } });
    return answer;
  });
  const { logger, lines } = createMemoryLogger();
  const teams = createTeams({
    ...{ appId: APP_ID, tenantId: TENANT, simulatorUrl: SIMULATOR_URL, logger, meter: silentMeter },
    credentials: { kind: 'password', password: PASSWORD },
    intake: { handle: async () => ({ kind: 'none' }) },
    ...{ references: createMemoryReferences().store, fetch: microsoft.fetch },
    sleep: async () => undefined,
    ...overrides,
  });
  return { teams, microsoft, lines };
}

const PLACE = {
  platform: 'teams',
  team: '19:t@thread.tacv2',
  channel: '19:c@thread.tacv2',
} as const;

const grantToken = () => Response.json({ access_token: 'token', expires_in: 3600 });
const refuseToken = (error: string) => () => Response.json({ error }, { status: 401 });

async function findStartError(token: () => Response, overrides: Partial<TeamsOptions> = {}) {
  try {
    await createTeamsWith(token, overrides).teams.start();
  } catch (error) {
    if (error instanceof RedressError) return error;
    throw error;
  }
  throw new Error('it started');
}

describe('The start of the Teams adapter', () => {
  for (const [missing, overrides, name] of [
    ['app id', { appId: ' ' }, 'MICROSOFT_APP_ID'],
    ['tenant id', { tenantId: '' }, 'MICROSOFT_APP_TENANT_ID'],
  ] as const) {
    it(`needs the ${missing}, because no request could be verified without it`, () => {
      expect(() => createTeamsWith(grantToken, overrides))
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
    it(`fails with a remedy when Microsoft refuses with ${code}`, () => {
      expect(() => assertCredentials({ kind: 'refused', code }, 'password', silentLogger))
        .to.throw(RedressError, remedy)
        .with.property('code', 'TEAMS_START');
    });
  }

  it('names the certificate when Microsoft refuses it', () => {
    const check = { kind: 'refused', code: 'AADSTS700027' } as const;
    expect(() => assertCredentials(check, 'certificate', silentLogger)).to.throw(
      RedressError,
      'certificate',
    );
  });

  it('fails with a remedy and without the secret when it is refused', async () => {
    const error = await findStartError(refuseToken('invalid_client'));
    expect(error.code).to.equal('TEAMS_START');
    expect(error.message).to.contain('MICROSOFT_APP_PASSWORD').and.not.contain(PASSWORD);
  });

  it('continues with a warning when Microsoft does not answer, and is healthy once it does', async () => {
    let answer: Response | null = null;
    const { teams, lines } = createTeamsWith(() => answer);
    await teams.start();
    expect(lines.join()).to.contain('login.microsoftonline.com');
    expect(teams.health()).to.have.property('degraded').that.contains('does not answer');
    answer = grantToken();
    const card = { summary: 's', title: null, blocks: [] };
    const place = { platform: 'teams', team: '19:t@thread.tacv2', channel: '19:c@thread.tacv2' };
    await teams.channel.post({ place: { ...place, platform: 'teams' } }, { deliveryId: 'd', card });
    expect(teams.health()).to.equal('ok');
    await teams.stop(10);
    expect(teams.health()).to.contain('stopped');
  });

  describe('checks again without traffic', () => {
    const startWithTimer = async (token: () => Response | null, call?: () => Response) => {
      const timers: { readonly ms: number; readonly task: () => void; isEnded: boolean }[] = [];
      const every: Every = (ms, task) => {
        const timer = { ms, task, isEnded: false };
        timers.push(timer);
        return () => {
          timer.isEnded = true;
        };
      };
      const adapter = createTeamsWith(token, { every, places: [PLACE] }, call);
      await adapter.teams.start();
      const tick = async () => {
        timers[0]?.task();
        for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
      };
      const tokens = () =>
        adapter.microsoft.calls.filter(({ url }) => url.endsWith('/token')).length;
      return { ...adapter, timers, tick, tokens };
    };

    it('soon after the first failure, then less often, at least every 30 s', async () => {
      const { tick, tokens } = await startWithTimer(() => null);
      const checks: number[] = [];
      for (let second = 1; second <= 125; second += 1) {
        const before = tokens();
        await tick();
        if (tokens() > before) checks.push(second);
      }
      expect(checks).to.deep.equal([1, 3, 7, 15, 31, 61, 91, 121]);
    });

    it('after no answer, until there is one, and not after the stop', async () => {
      let answer: Response | null = null;
      const { teams, tick, timers, tokens } = await startWithTimer(() => answer);
      expect(timers.map(({ ms }) => ms)).to.deep.equal([1000]);
      await tick();
      expect(teams.health()).to.have.property('degraded').that.contains('does not answer');
      answer = grantToken();
      await tick();
      await tick();
      expect(teams.health()).to.equal('ok');
      const before = tokens();
      await tick();
      expect(tokens(), 'no request while everything works').to.equal(before);
      await teams.stop(10);
      expect(timers[0]?.isEnded).to.equal(true);
    });

    it('and reports that the credentials are refused, and that they are accepted', async () => {
      let answer: Response | null = null;
      const { teams, tick } = await startWithTimer(() => answer);
      answer = refuseToken('invalid_client')();
      await tick();
      expect(teams.health()).to.contain('refuses').and.contain('invalid_client');
      answer = grantToken();
      await tick();
      await tick();
      expect(teams.health()).to.equal('ok');
    });

    it('and clears a refusal by the Bot Connector only when the Bot Connector accepts the token', async () => {
      let status = 401;
      const call = () => Response.json({ error: { code: 'Unauthorized' } }, { status });
      const { teams, tick, microsoft } = await startWithTimer(grantToken, call);
      const card = { summary: 's', title: null, blocks: [] };
      await teams.channel.post({ place: PLACE }, { deliveryId: 'd', card });
      expect(teams.health()).to.contain('refuses');
      await tick();
      expect(teams.health()).to.contain('refuses');
      status = 403;
      await tick();
      await tick();
      expect(teams.health()).to.equal('ok');
      expect(microsoft.sends().at(-1)?.url).to.contain('/pagedmembers?pageSize=1');
    });
  });

  it('has a timer that does not keep the process alive', () => {
    const before = process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
    const end = unrefEvery(1000, () => undefined);
    const after = process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
    end();
    expect(after).to.equal(before);
  });

  it('requests a token once, and returns the tenant id in lower case', async () => {
    const { teams, microsoft } = createTeamsWith(grantToken, { tenantId: TENANT.toUpperCase() });
    expect(teams.health()).to.contain('not checked with Microsoft yet');
    expect(await teams.identify()).to.equal(TENANT);
    await teams.start();
    expect(await teams.identify()).to.equal(TENANT);
    expect(microsoft.calls.filter(({ url }) => url.endsWith('/token'))).to.have.length(1);
    await teams.stop(10);
  });

  it('answers 503 before it is done', async () => {
    const { teams } = createTeamsWith(grantToken);
    const answer = await teams.routes[0]?.handle({ headers: {}, body: Buffer.from('{}') });
    expect(answer?.status).to.equal(503);
    expect(teams.routes.map(({ path }) => path)).to.deep.equal(['/api/messages']);
  });
});
