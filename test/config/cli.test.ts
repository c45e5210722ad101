import { expect } from 'chai';
import { runCli } from '../../src/cli.js';
import { makeCertificate, makeKey } from './environment/certificate.js';
import {
  GOOD_ENVIRONMENT,
  readRootFile,
  SMALL_FILE,
  TEAMS_ENVIRONMENT,
} from './sample-settings.js';

async function check(
  environment: Record<string, string>,
  file: string,
  {
    files = {},
    open = [],
    missing = [],
  }: {
    files?: Record<string, string>;
    open?: readonly string[];
    missing?: readonly string[];
  } = {},
) {
  let output = '';
  const code = await runCli(['check'], {
    environment: () => environment,
    readFile: (path) => files[path] ?? file,
    isReadableByOthers: (path) => open.includes(path),
    checkData: async () => missing,
    findFolderFault: (folder) => (folder === 'data' ? undefined : `${folder} is no folder.`),
    write: (text) => {
      output += text;
    },
  });
  return { code, output };
}

describe('the command check', () => {
  it('prints a summary that shows mistakes when the settings are valid', async () => {
    const result = await check(GOOD_ENVIRONMENT, readRootFile('redress.example.yml'));
    expect(result).to.deep.equal({
      code: 0,
      output:
        'All right. Slack by HTTP at /slack/events; complaints are kept in a file in data.\n' +
        '2 teams, 3 categories, 6 people:\n' +
        '  Billing: lead Lena Lead, 2 members, Europe/London\n' +
        '  Repairs: lead Rita Reyes, 1 member, Europe/London\n',
    });
  });

  it('prints how each platform reaches us', async () => {
    const both = { ...GOOD_ENVIRONMENT, ...TEAMS_ENVIRONMENT };
    const { output } = await check(both, SMALL_FILE);
    expect(output).to.include(
      'All right. Slack by HTTP at /slack/events, Microsoft Teams at /api/messages; complaints',
    );
  });

  it('warns when others can read the private key', async () => {
    const key = makeKey('rsa');
    const environment = {
      ...{ ...GOOD_ENVIRONMENT, ...TEAMS_ENVIRONMENT, MICROSOFT_APP_PASSWORD: '' },
      MICROSOFT_APP_CERTIFICATE: 'app.pem',
    };
    const files = { 'app.pem': makeCertificate(key) + key.pem };
    const { code, output } = await check(environment, SMALL_FILE, { files, open: ['app.pem'] });
    expect(code).to.equal(0);
    expect(output).to.include('Others on this computer can read app.pem');
    expect((await check(environment, SMALL_FILE, { files })).output).to.not.include('app.pem');
  });

  it('lists every fault and exits with 78', async () => {
    const { code, output } = await check(
      { ...GOOD_ENVIRONMENT, PORT: 'x', HOST: '???' },
      SMALL_FILE.replace('C0123456789', 'billing'),
    );
    expect(code).to.equal(78);
    expect(output.split('\n').map((line) => line.split(': ')[0]?.trim())).to.deep.equal([
      '3 things to correct:',
      'HOST',
      'PORT',
      'redress.yml:5',
      '',
    ]);
  });

  it('names an unusable data folder', async () => {
    const environment = { ...GOOD_ENVIRONMENT, REDRESS_DATA: '/srv/file' };
    expect(await check(environment, SMALL_FILE)).to.deep.equal({
      code: 78,
      output: 'One thing to correct:\n  REDRESS_DATA: /srv/file is no folder.\n',
    });
  });

  it('prints warnings after the summary, and exits with 0', async () => {
    const file = `${SMALL_FILE}nudges: { quiet: 2 days, before-promise: [4h, 240m] }\n`;
    const { code, output } = await check(GOOD_ENVIRONMENT, file);
    expect(code).to.equal(0);
    expect(output).to.include('All right.').and.include('2 things to look at');
    expect(output).to.match(/\n {2}redress\.yml:8: nudges\.quiet: "2 days" counts working days/);
  });

  it('prints what open complaints use and redress.yml lacks, and exits with 0', async () => {
    const missing = ['Open complaints have a team that redress.yml does not have.'];
    const { code, output } = await check(GOOD_ENVIRONMENT, SMALL_FILE, { missing });
    expect(code).to.equal(0);
    expect(output).to.include(`\n${missing[0]}\n`);
  });

  it('prints no secret, valid or not', async () => {
    const secrets = { SLACK_BOT_TOKEN: 'xoxp-4711', SLACK_SIGNING_SECRET: 'geheim-4711' };
    const { output } = await check(secrets, SMALL_FILE);
    expect(output).to.not.include('4711');
    const good = await check(GOOD_ENVIRONMENT, SMALL_FILE);
    expect(good.output).to.not.include(GOOD_ENVIRONMENT.SLACK_SIGNING_SECRET);
  });
});
