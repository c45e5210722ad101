import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  hasRepairsInTeams,
  isPlatformConfigured,
  renderPlaygroundConfig,
  toBotEnvironment,
} from '../../../playground/playground-config.js';
import { loadSecrets } from '../../../playground/secrets.js';
import { DEFAULT_SEED } from '../../../playground/slack/seed.js';
import * as teams from '../../../playground/teams/seed.js';
import { type Configuration, loadConfig } from '../../../src/config/load.js';
import { suggestCategory } from '../../../src/domain/intake/suggest-category.js';

const AROUND = {
  configFile: 'x',
  botPort: 3000,
  slackApi: 'http://127.0.0.1:3001/api/',
  teamsApi: 'http://127.0.0.1:3001/teams',
};

/** The organisation of an older playground, without a Teams tenant. */
const OLDER = `
hours: { zone: Europe/London, mon-fri: "09:00-12:30, 13:30-17:30" }
teams:
  billing:
    name: Billing
    place: { slack: C0BILLING01 }
    group: S0BILLING01
    members: [{ name: Ben Baker, email: ben.baker@playground.example, slack: U0BILLING01 }]
  repairs:
    name: Repairs
    place: { slack: C0REPAIRS01 }
    group: S0REPAIRS01
    members: [{ name: Dev Desai, email: dev.desai@playground.example, slack: U0REPAIRS01 }]
officers: [{ name: Omar Officer, email: omar.officer@playground.example, slack: U0OFFICER01 }]
ops: { slack: C0REDRSOPS1 }
`;

describe('the settings of the playground', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'redress-secrets-'));
    file = join(folder, 'secrets.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The bot's configuration with this `redress.yml`; throws when the bot would refuse it. */
  function configured(organisation: string): Configuration {
    const environment = toBotEnvironment({}, { folder, ...AROUND, secrets: loadSecrets(file) });
    const outcome = loadConfig(environment, () => organisation);
    if (outcome.kind === 'valid') return outcome.configuration;
    throw new Error(JSON.stringify(outcome.faults));
  }

  it('save secrets that the bot accepts, readable by their owner only', () => {
    const secrets = loadSecrets(file);
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    expect(loadSecrets(file)).to.deep.equal(secrets);
    const { slack, teams: inTeams } = configured(renderPlaygroundConfig()).settings.platforms;
    expect(slack?.botToken).to.equal(secrets.botToken);
    expect(inTeams).to.deep.equal({
      appId: secrets.appId,
      tenantId: teams.TENANT_ID,
      credentials: { kind: 'password', password: secrets.appPassword },
      simulatorUrl: AROUND.teamsApi,
    });
  });

  it('keep the secrets private even if an interrupted start left its temporary file', () => {
    writeFileSync(`${file}.new`, 'half', { mode: 0o644 });
    loadSecrets(file);
    expect(statSync(file).mode & 0o777).to.equal(0o600);
  });

  it('generate new secrets when their file is damaged', () => {
    for (const damage of [
      '',
      'null',
      '{}',
      '{"botToken":1}',
      '{"appPassword":["0123456789abcdef"]}',
    ]) {
      writeFileSync(file, damage, { mode: 0o644 });
      const secrets = loadSecrets(file);
      expect(secrets.labToken).to.have.length(48);
      expect(secrets.appPassword).to.match(/^[0-9a-f]{40}$/);
      expect(loadSecrets(file)).to.deep.equal(secrets);
      expect(statSync(file).mode & 0o777).to.equal(0o600);
    }
  });

  it('keep the secrets of an older version, and add missing ones', () => {
    const older = {
      botToken: 'xoxb-123456789012-1234567890123-0123456789abcdef01234567',
      signingSecret: '0123456789abcdef0123456789abcdef',
      labToken: '0123456789abcdef0123456789abcdef0123456789abcdef',
    };
    writeFileSync(file, JSON.stringify(older));
    const secrets = loadSecrets(file);
    expect(secrets).to.include(older);
    expect(secrets.appId).to.match(/^[0-9a-f-]{36}$/);
    expect(JSON.parse(readFileSync(file, 'utf8'))).to.deep.equal(secrets);
  });

  it('have Billing in Slack and Repairs in Teams, with everybody’s accounts on both', () => {
    const { organisation } = configured(renderPlaygroundConfig());
    const [billing, repairs] = organisation.teams;
    expect([billing?.place.platform, billing?.group?.platform]).to.deep.equal(['slack', 'slack']);
    expect([repairs?.place.platform, repairs?.group?.platform]).to.deep.equal(['teams', 'teams']);
    expect(repairs?.place).to.deep.include({ channel: teams.CHANNELS.repairs });
    expect(organisation.ops?.platform).to.equal('slack');
    const everybody = organisation.teams.flatMap(({ members, lead }) => [...members, lead]);
    for (const person of [...everybody, ...organisation.officers]) {
      const inSlack = DEFAULT_SEED.people.find(({ id }) => id === person?.slack);
      const inTeams = teams.DEFAULT_SEED.people.find(({ id }) => id === person?.teams);
      expect([inSlack?.email, inTeams?.email]).to.deep.equal([person?.email, person?.email]);
      expect(person?.email).to.match(/@playground\.example$/);
    }
    expect(hasRepairsInTeams(renderPlaygroundConfig())).to.equal(true);
  });

  it('have the holidays of England, and telephone numbers of Great Britain', () => {
    const { organisation } = configured(renderPlaygroundConfig());
    for (const { calendar } of organisation.teams) {
      expect(calendar.holidays).to.include('2026-12-25').and.not.include('2026-12-24');
    }
    expect(organisation.phoneCountry).to.equal('GB');
  });

  it('take what is said of a repair done badly for one, and nothing else', () => {
    const { categories } = configured(renderPlaygroundConfig()).organisation;
    const byKey = new Map(categories.map((one) => [one.key, one]));
    const suggest = (words: string) => {
      const found = suggestCategory(words, { categories: byKey }, { similar: null, team: null });
      return found.kind === 'none' ? null : found.category.key;
    };
    for (const words of ['The roof leaks again', 'A tap that was badly repaired', 'A botched job'])
      expect(suggest(words), words).to.equal('poor-repair');
    for (const words of ['She rang again, no money yet', 'He is still waiting for an answer'])
      expect(suggest(words), words).to.equal(null);
    expect(suggest('The boiler is still cold')).to.equal('late-repair');
  });

  it('accept the organisation of an older playground unchanged', () => {
    expect(configured(OLDER).organisation.teams.map(({ place }) => place.platform)).to.deep.equal([
      'slack',
      'slack',
    ]);
    expect(hasRepairsInTeams(OLDER)).to.equal(false);
  });

  it('count a platform as configured from its first setting on', () => {
    for (const name of [
      'SLACK_BOT_TOKEN',
      'MICROSOFT_APP_ID',
      'MICROSOFT_APP_TENANT_ID',
      'MICROSOFT_APP_PASSWORD',
      'MICROSOFT_APP_CERTIFICATE',
    ]) {
      expect(isPlatformConfigured({ [name]: 'x' }), name).to.equal(true);
      expect(isPlatformConfigured({ [name]: ' ' }), name).to.equal(false);
    }
    expect(isPlatformConfigured({ SLACK_API_URL: 'x', TEAMS_API_URL: 'x', PATH: 'x' })).to.equal(
      false,
    );
  });
});
