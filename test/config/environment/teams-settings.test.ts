import { expect } from 'chai';
import { formatFault } from '../../../src/config/faults.js';
import { loadConfig } from '../../../src/config/load.js';
import {
  GOOD_ENVIRONMENT,
  ODD_ADDRESSES,
  SMALL_FILE,
  TEAMS_ENVIRONMENT,
} from '../sample-settings.js';
import { makeCertificate, makeKey } from './certificate.js';

const APP = TEAMS_ENVIRONMENT.MICROSOFT_APP_ID;
const TENANT = TEAMS_ENVIRONMENT.MICROSOFT_APP_TENANT_ID;
const PASSWORD = TEAMS_ENVIRONMENT.MICROSOFT_APP_PASSWORD;
const LAB = { REDRESS_LAB_TOKEN: '5f1c2ab09d7e4c66b1' };
const SIMULATOR = { TEAMS_API_URL: 'http://127.0.0.1:3001/teams' };
const WITHOUT_PASSWORD = { ...TEAMS_ENVIRONMENT, MICROSOFT_APP_PASSWORD: '' };
const CERTIFICATE_FILE = { ...WITHOUT_PASSWORD, MICROSOFT_APP_CERTIFICATE: 'app.pem' };

const RSA = makeKey('rsa');
const [KEY, CERTIFICATE] = [RSA.pem, makeCertificate(RSA)];
const OTHER_KEY = makeKey('rsa').pem;
const ELLIPTIC = makeKey('ec');

type Variables = Record<string, string | undefined>;

const NO_SLACK_FILE = SMALL_FILE.replace(
  '{ slack: C0123456789 }',
  '{ teams: { team: "19:g@thread.tacv2", channel: "19:c@thread.tacv2" } }',
);

function load(environment: Variables, files: Readonly<Record<string, string>> = {}) {
  const file = 'SLACK_BOT_TOKEN' in environment ? SMALL_FILE : NO_SLACK_FILE;
  return loadConfig(environment, (path) => {
    const text = path === 'redress.yml' ? file : files[path];
    if (text === undefined) throw Object.assign(new Error('no'), { code: 'ENOENT' });
    return text;
  });
}

function loadTeams(environment: Variables, files: Readonly<Record<string, string>> = {}) {
  const outcome = load(environment, files);
  if (outcome.kind === 'valid') return outcome.configuration.settings.platforms.teams;
  throw new Error(outcome.faults.map(formatFault).join('\n'));
}

function loadTeamsFaults(environment: Variables, files: Readonly<Record<string, string>> = {}) {
  const outcome = load(environment, files);
  return outcome.kind === 'faulty' ? outcome.faults.map(formatFault) : [];
}

describe('the environment of Teams', () => {
  it('is null without variables of Teams, and valid without Slack', () => {
    expect(loadTeams({ ...GOOD_ENVIRONMENT })).to.equal(null);
    const outcome = load({ ...TEAMS_ENVIRONMENT });
    expect(outcome).to.have.nested.property('configuration.settings.platforms.slack', null);
    expect(loadTeams({ ...TEAMS_ENVIRONMENT })).to.deep.equal({
      appId: APP,
      tenantId: TENANT,
      credentials: { kind: 'password', password: PASSWORD },
      simulatorUrl: null,
    });
  });

  it('is valid beside Slack, with ids in upper case', () => {
    const both = {
      ...GOOD_ENVIRONMENT,
      ...TEAMS_ENVIRONMENT,
      MICROSOFT_APP_ID: APP.toUpperCase(),
    };
    expect(loadTeams(both)?.appId).to.equal(APP);
  });

  const start =
    'for Microsoft Teams set MICROSOFT_APP_ID, MICROSOFT_APP_TENANT_ID and MICROSOFT_APP_PASSWORD or MICROSOFT_APP_CERTIFICATE.';
  const missing = {
    MICROSOFT_APP_ID: `MICROSOFT_APP_ID: is missing; ${start}`,
    MICROSOFT_APP_TENANT_ID: `MICROSOFT_APP_TENANT_ID: is missing; ${start}`,
    MICROSOFT_APP_PASSWORD:
      'MICROSOFT_APP_PASSWORD: is missing; set it to the client secret of the app, or set MICROSOFT_APP_CERTIFICATE.',
  };
  for (const [name, fault] of Object.entries(missing)) {
    it(`is rejected without ${name}, with and without Slack`, () => {
      const rest = { ...TEAMS_ENVIRONMENT, [name]: '' };
      expect(loadTeamsFaults(rest)).to.deep.equal([fault]);
      expect(loadTeamsFaults({ ...GOOD_ENVIRONMENT, ...rest })).to.deep.equal([fault]);
    });

    it(`is rejected with ${name} alone, with everything that is missing`, () => {
      const [value] = [TEAMS_ENVIRONMENT[name as keyof typeof TEAMS_ENVIRONMENT]];
      const others = Object.entries(missing).filter(([other]) => other !== name);
      expect(loadTeamsFaults({ ...GOOD_ENVIRONMENT, [name]: value })).to.deep.equal(
        others.map(([, other]) => other),
      );
    });
  }

  it('accepts only GUIDs that are no examples as ids, and says where to find them', () => {
    expect(loadTeamsFaults({ ...TEAMS_ENVIRONMENT, MICROSOFT_APP_ID: 'redress' })).to.deep.equal([
      'MICROSOFT_APP_ID: is no GUID; copy the "Application (client) ID" of the app registration.',
    ]);
    for (const id of [
      '00000000-0000-0000-0000-000000000000',
      '00001111-aaaa-2222-bbbb-3333cccc4444',
      'your-app-id',
    ]) {
      expect(loadTeamsFaults({ ...TEAMS_ENVIRONMENT, MICROSOFT_APP_ID: id })[0], id).to.match(
        /placeholder/,
      );
    }
  });

  it('rejects the id of the secret instead of the secret, and repeats neither', () => {
    const id = '7d1c5b0e-2f43-4c8a-9b6d-0e1f2a3b4c5d';
    for (const value of [id, 'geheim-4711', 'your-client-secret-here']) {
      const [fault, ...more] = loadTeamsFaults({
        ...TEAMS_ENVIRONMENT,
        MICROSOFT_APP_PASSWORD: value,
      });
      expect(more).to.deep.equal([]);
      expect(fault).to.match(/^MICROSOFT_APP_PASSWORD: /);
      expect(fault).to.not.include(value);
    }
  });

  it('reports a misspelled variable', () => {
    expect(loadTeamsFaults({ ...GOOD_ENVIRONMENT, MICROSOFT_APPID: APP })).to.deep.equal([
      'MICROSOFT_APPID: is not a setting. Did you mean MICROSOFT_APP_ID?',
    ]);
  });
});

describe('the certificate of the Teams app', () => {
  it('is read together with its key', () => {
    const pem = `${CERTIFICATE}\n${KEY}`;
    expect(loadTeams(CERTIFICATE_FILE, { 'app.pem': pem })?.credentials).to.deep.equal({
      kind: 'certificate',
      pem,
    });
  });

  it('is rejected together with a password', () => {
    const both = { ...TEAMS_ENVIRONMENT, MICROSOFT_APP_CERTIFICATE: 'app.pem' };
    expect(loadTeamsFaults(both, { 'app.pem': CERTIFICATE + KEY })).to.deep.equal([
      'MICROSOFT_APP_PASSWORD: is set, and MICROSOFT_APP_CERTIFICATE too; keep one of them, better the certificate.',
    ]);
  });

  it('is rejected when the file is missing or invalid, without quoting it', () => {
    const needs = 'a PEM file with the certificate and its private key, without a passphrase.';
    const wrong: Readonly<Record<string, string>> = {
      [KEY]: `holds no certificate; it must be ${needs}`,
      [CERTIFICATE]: `holds no private key that can be read; it must be ${needs}`,
      [CERTIFICATE + OTHER_KEY]: 'holds a private key of another certificate.',
      [makeCertificate(ELLIPTIC) + ELLIPTIC.pem]:
        'holds a key that is not RSA, which Microsoft needs.',
      geheim: `holds no certificate; it must be ${needs}`,
    };
    expect(loadTeamsFaults(CERTIFICATE_FILE)).to.deep.equal([
      'MICROSOFT_APP_CERTIFICATE: there is no file app.pem.',
    ]);
    for (const [pem, what] of Object.entries(wrong)) {
      expect(loadTeamsFaults(CERTIFICATE_FILE, { 'app.pem': pem })).to.deep.equal([
        `MICROSOFT_APP_CERTIFICATE: app.pem ${what}`,
      ]);
    }
  });
});

describe('a simulator of Teams', () => {
  it('is accepted in the lab, on this computer', () => {
    for (const url of ['http://127.0.0.1:3001/teams', 'http://localhost:1/', 'http://[::1]:9/x/']) {
      const environment = { ...TEAMS_ENVIRONMENT, ...LAB, TEAMS_API_URL: url };
      expect(loadTeams(environment)?.simulatorUrl).to.equal(url.replace(/\/$/, ''));
    }
  });

  it('is rejected outside the lab, because it decides which requests are accepted', () => {
    expect(loadTeamsFaults({ ...TEAMS_ENVIRONMENT, ...SIMULATOR })).to.deep.equal([
      'TEAMS_API_URL: is for simulators only, and goes with REDRESS_LAB_TOKEN; remove it.',
    ]);
  });

  it('is rejected on any other address', () => {
    for (const url of [
      'https://smba.trafficmanager.net/teams/',
      'http://127.0.0.1.evil.example/teams',
      'http://127.0.0.1@evil.example/teams',
      'http://10.0.0.1/teams',
      'ftp://127.0.0.1/teams',
      'http://127.0.0.1/teams?x=y',
      ...ODD_ADDRESSES,
      'nonsense',
    ]) {
      const [fault] = loadTeamsFaults({ ...TEAMS_ENVIRONMENT, ...LAB, TEAMS_API_URL: url });
      expect(fault, url).to.match(/^TEAMS_API_URL: must be a simulator on this computer/);
    }
  });

  it('is required by the lab, for Teams as for Slack', () => {
    expect(loadTeamsFaults({ ...TEAMS_ENVIRONMENT, ...LAB })).to.deep.equal([
      'REDRESS_LAB_TOKEN: the lab is for simulators only: TEAMS_API_URL must be on this computer.',
    ]);
    expect(
      loadTeamsFaults({ ...GOOD_ENVIRONMENT, ...TEAMS_ENVIRONMENT, ...LAB, ...SIMULATOR }),
    ).to.deep.equal([
      'REDRESS_LAB_TOKEN: the lab is for simulators only: SLACK_API_URL must be on this computer.',
    ]);
  });
});
