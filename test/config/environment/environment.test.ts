import { expect } from 'chai';
import { parse } from 'dotenv';
import { readEnvironment } from '../../../src/config/environment/environment.js';
import { readProcessEnvironment } from '../../../src/config/environment/process-environment.js';
import { isPlaceholder } from '../../../src/config/environment/secrets.js';
import { VARIABLE_SCHEMAS } from '../../../src/config/environment/variables.js';
import {
  GOOD_ENVIRONMENT,
  loadFaults,
  loadValid,
  ODD_ADDRESSES,
  readRootFile,
  SMALL_FILE,
} from '../sample-settings.js';

const LAB = { REDRESS_LAB_TOKEN: '5f1c2ab09d7e4c66b1' };
const SIMULATOR = { SLACK_API_URL: 'http://127.0.0.1:3001/api/' };

function faults(environment: Record<string, string | undefined>): readonly string[] {
  return loadFaults(SMALL_FILE, environment);
}

describe('the environment', () => {
  it('has a default for every optional variable', () => {
    expect(loadValid().settings).to.deep.equal({
      platforms: {
        slack: {
          botToken: GOOD_ENVIRONMENT.SLACK_BOT_TOKEN,
          connection: { kind: 'http', signingSecret: GOOD_ENVIRONMENT.SLACK_SIGNING_SECRET },
          apiUrl: null,
        },
        teams: null,
      },
      store: { kind: 'embedded', folder: 'data' },
      configFile: 'redress.yml',
      dataFolder: 'data',
      http: { host: '0.0.0.0', port: 3000 },
      playgroundPort: 3001,
      labToken: null,
      logLevel: 'info',
    });
  });

  it('counts an empty variable as not set', () => {
    const { settings } = loadValid(SMALL_FILE, { MONGODB_URI: '', PORT: ' ', LOG_LEVEL: '' });
    expect(settings.store.kind).to.equal('embedded');
    expect(settings.http.port).to.equal(3000);
  });

  it('says what to set when no chat platform is configured', () => {
    expect(faults({ SLACK_BOT_TOKEN: undefined, SLACK_SIGNING_SECRET: '' })).to.deep.equal([
      'SLACK_BOT_TOKEN: no chat platform is configured; for Slack set SLACK_BOT_TOKEN, with SLACK_SIGNING_SECRET or SLACK_APP_TOKEN (Socket Mode); for Microsoft Teams set MICROSOFT_APP_ID, MICROSOFT_APP_TENANT_ID and MICROSOFT_APP_PASSWORD or MICROSOFT_APP_CERTIFICATE.',
    ]);
  });

  it('says what a half-configured Slack lacks', () => {
    expect(faults({ SLACK_BOT_TOKEN: undefined })).to.deep.equal([
      'SLACK_BOT_TOKEN: is missing; for Slack set SLACK_BOT_TOKEN, with SLACK_SIGNING_SECRET or SLACK_APP_TOKEN (Socket Mode).',
    ]);
  });

  it('needs the signing secret over HTTP, and not in Socket Mode', () => {
    expect(faults({ SLACK_SIGNING_SECRET: undefined })).to.deep.equal([
      'SLACK_SIGNING_SECRET: is missing; without it anybody could pose as Slack. Or set SLACK_APP_TOKEN for Socket Mode.',
    ]);
    const token = 'xapp-1-A0123456-789-abcdef';
    const { settings } = loadValid(SMALL_FILE, {
      SLACK_SIGNING_SECRET: undefined,
      SLACK_APP_TOKEN: token,
    });
    expect(settings.platforms.slack?.connection).to.deep.equal({ kind: 'socket', appToken: token });
  });

  it('rejects a token of the wrong kind without repeating it', () => {
    const [fault, ...more] = faults({ SLACK_BOT_TOKEN: 'xoxp-1234567890-abcdefghij' });
    expect(more).to.deep.equal([]);
    expect(fault).to.match(/^SLACK_BOT_TOKEN: does not look right: a bot token begins with xoxb-/);
    expect(fault).to.not.include('abcdefghij');
  });

  it('accepts only addresses of Slack and of this computer for the token', () => {
    for (const url of [
      'http://127.0.0.1:1/api/',
      'http://localhost:3001/api',
      'http://[::1]:3001/api/',
      'https://slack.com/api',
      'https://slack-gov.com/api/',
    ]) {
      const { apiUrl } =
        loadValid(SMALL_FILE, { SLACK_API_URL: url }).settings.platforms.slack ?? {};
      expect(apiUrl).to.equal(url.replace(/\/?$/, '/'));
    }
    for (const url of [
      'http://slack.com/api/',
      'https://slack.com.evil.example/api/',
      'https://evil.example/api/',
      'http://127.0.0.1.evil.example/api/',
      'http://127.0.0.1@evil.example/api/',
      'http://localhost.evil.example/',
      'http://10.0.0.1/api/',
      'ftp://127.0.0.1/',
      'nonsense',
      ...ODD_ADDRESSES,
    ]) {
      expect(faults({ SLACK_API_URL: url })[0], url).to.match(/^SLACK_API_URL: must be on this/);
    }
  });

  it('rejects an invalid MongoDB address and one with a placeholder', () => {
    expect(faults({ MONGODB_URI: 'localhost:27017' })[0]).to.match(/must begin with mongodb:\/\//);
    expect(faults({ MONGODB_URI: 'mongodb+srv://redress:<db_password>@c.example/' })[0]).to.match(
      /placeholder/,
    );
  });

  it('allows the lab only when the store and every platform are on this computer', () => {
    const refused = (environment: Record<string, string>) =>
      faults({ ...LAB, ...environment }).map((fault) => fault.split(': ').slice(0, 3).join(': '));
    expect(loadValid(SMALL_FILE, { ...LAB, ...SIMULATOR }).settings.labToken).to.equal(
      LAB.REDRESS_LAB_TOKEN,
    );
    const local = 'mongodb://user:pass@127.0.0.1:27017,localhost:27018/redress?x=y';
    expect(loadValid(SMALL_FILE, { ...LAB, ...SIMULATOR, MONGODB_URI: local }).settings.labToken).to
      .not.be.null;
    expect(refused({})).to.have.length(1);
    expect(refused({ SLACK_API_URL: 'https://slack.com/api/' })).to.have.length(1);
    for (const uri of [
      'mongodb://db.example/redress',
      'mongodb://127.0.0.1,db.example/redress',
      'mongodb://127.0.0.1:1@db.example/redress',
      'mongodb+srv://localhost/redress',
    ]) {
      expect(faults({ ...LAB, ...SIMULATOR, MONGODB_URI: uri }), uri).to.deep.equal([
        'REDRESS_LAB_TOKEN: the lab is for simulators only: MONGODB_URI must be on this computer, or unset.',
      ]);
    }
  });

  it('rejects a lab token that is easy to guess', () => {
    for (const token of [
      'short',
      'changeme-changeme',
      'your-lab-token-here',
      'aaaaaaaaaaaaaaaaaaaa',
    ]) {
      expect(faults({ ...SIMULATOR, REDRESS_LAB_TOKEN: token })[0]).to.match(
        /^REDRESS_LAB_TOKEN: /,
      );
    }
  });

  it('reports a misspelled variable', () => {
    expect(faults({ SLACK_BOT_TOKN: 'x' })).to.deep.equal([
      'SLACK_BOT_TOKN: is not a setting. Did you mean SLACK_BOT_TOKEN?',
    ]);
    expect(loadValid(SMALL_FILE, { SLACK_WEBHOOK_FOR_SOMETHING_ELSE: 'x' }).settings).to.be.an(
      'object',
    );
  });

  it('accepts PORT 0, and the log level in any case', () => {
    const { settings } = loadValid(SMALL_FILE, { PORT: '0', LOG_LEVEL: 'DEBUG' });
    expect(settings.http.port).to.equal(0);
    expect(settings.logLevel).to.equal('debug');
    expect(faults({ LOG_LEVEL: 'loud' })).to.deep.equal([
      'LOG_LEVEL: must be one of debug, info, warn, error, silent.',
    ]);
    expect(faults({ PORT: '65536' })).to.have.length(1);
  });
});

describe('.env.example', () => {
  const example = parse(readRootFile('.env.example'));
  const noFile = (): string => {
    throw new Error('no file is expected to be read');
  };

  it('contains exactly the variables that Redress knows', () => {
    expect(Object.keys(example).sort()).to.deep.equal(Object.keys(VARIABLE_SCHEMAS).sort());
  });

  it('explains every variable in a comment above it', () => {
    const lines = readRootFile('.env.example').split('\n');
    for (const name of Object.keys(VARIABLE_SCHEMAS)) {
      const above = lines[lines.findIndex((line) => line.startsWith(`${name}=`)) - 1];
      expect(above, name).to.match(/^# \S/);
    }
  });

  it('contains the real defaults, and secrets that are rejected unchanged', () => {
    const named = readEnvironment(example, noFile).faults.map((fault) => fault.where);
    expect(named).to.deep.equal(['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']);
    const { settings } = readEnvironment({ ...example, ...GOOD_ENVIRONMENT }, noFile);
    expect(settings).to.deep.equal(readEnvironment(GOOD_ENVIRONMENT, noFile).settings);
  });
});

describe('placeholders', () => {
  it('are detected in common notations', () => {
    for (const value of [
      'xoxb-your-bot-token',
      'xoxb-YOUR-TOKEN',
      'xoxb-yourtoken',
      'xoxb-xxxxxxxxxxxx-xxxxxxxxxxxx',
      'xoxb-…',
      'xoxb-...',
      '<signing secret>',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable that nobody filled in
      '${SLACK_BOT_TOKEN}',
      'changeme',
      'my_secret',
      '8f742231b10e8888abcd99yyyzzz85a5',
      '00000000000000000000000000000000',
    ]) {
      expect(isPlaceholder(value), value).to.equal(true);
    }
  });

  it('are not detected in real values', () => {
    for (const value of [
      'xoxb-2345678901-2345678901234-myQ3tR5yU7iO9pA1sD3fG5h',
      'xoxe.xoxb-1-MyQ3tR5yU7iO9pA1sD3fG5hYourJ',
      '3a7bd3e2360a3d29eea436fcfb7e44c7',
      'xapp-1-A012ABCD0A0-1234567890123-00dec0de',
    ]) {
      expect(isPlaceholder(value), value).to.equal(false);
    }
  });
});

describe('the file .env', () => {
  it('adds to the variables of the process, which win even when empty', () => {
    const own = { PORT: '4000', MONGODB_URI: '' };
    const read = () => 'PORT=5000\nMONGODB_URI=mongodb://x/y\nHOST="127.0.0.1" # here\n';
    expect(readProcessEnvironment(read, own)).to.deep.equal({
      PORT: '4000',
      MONGODB_URI: '',
      HOST: '127.0.0.1',
    });
  });

  it('may be missing', () => {
    const read = () => {
      throw Object.assign(new Error('no'), { code: 'ENOENT' });
    };
    expect(readProcessEnvironment(read, { PORT: '1' })).to.deep.equal({ PORT: '1' });
  });

  it('is rejected when it exists and cannot be read', () => {
    const read = () => {
      throw Object.assign(new Error('no'), { code: 'EISDIR' });
    };
    expect(() => readProcessEnvironment(read, {})).to.throw('.env: the file cannot be read.');
  });
});
