import { expect } from 'chai';
import { runCli } from '../../src/cli.js';
import { GOOD_ENVIRONMENT, rootFile, SMALL_FILE, TEAMS_ENVIRONMENT } from './settings.js';

async function check(environment: Record<string, string>, file: string) {
  let output = '';
  const code = await runCli(['check'], {
    environment: () => environment,
    readFile: () => file,
    write: (text) => {
      output += text;
    },
  });
  return { code, output };
}

describe('the command check', () => {
  it('says all right, with a summary by which a slip would be noticed', async () => {
    const result = await check(GOOD_ENVIRONMENT, rootFile('redress.example.yml'));
    expect(result).to.deep.equal({
      code: 0,
      output:
        'All right. Slack by HTTP at /slack/events; complaints are kept in a file in data.\n' +
        '2 teams, 3 categories, 6 people:\n' +
        '  Billing: lead Lena Lead, 2 members, Europe/London\n' +
        '  Repairs: lead Rita Reyes, 1 member, Europe/London\n',
    });
  });

  it('says how each platform reaches us', async () => {
    const both = { ...GOOD_ENVIRONMENT, ...TEAMS_ENVIRONMENT };
    const { output } = await check(both, SMALL_FILE);
    expect(output).to.include(
      'All right. Slack by HTTP at /slack/events, Microsoft Teams at /api/messages; complaints',
    );
  });

  it('lists every fault and ends with 78', async () => {
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

  it('repeats no secret, right or wrong', async () => {
    const secrets = { SLACK_BOT_TOKEN: 'xoxp-4711', SLACK_SIGNING_SECRET: 'geheim-4711' };
    const { output } = await check(secrets, SMALL_FILE);
    expect(output).to.not.include('4711');
    const good = await check(GOOD_ENVIRONMENT, SMALL_FILE);
    expect(good.output).to.not.include(GOOD_ENVIRONMENT.SLACK_SIGNING_SECRET);
  });
});
