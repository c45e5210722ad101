import { expect } from 'chai';
import { CHANNELS, GROUPS, PEOPLE } from '../../../playground/slack/seed.js';
import type { SlackWorkspace, SlackWorkspaceOptions } from '../../../playground/slack/server.js';
import { organisationOn } from '../../e2e/support/organisation.js';
import {
  APP_TOKEN,
  checkOnline,
  replaceIn,
  slackEnvironment,
  startSlack,
  withoutLines,
} from './harness.js';

const IN_SLACK = organisationOn({ reporter: 'slack', team: 'slack' });

describe('npm run check -- --online in Slack', function () {
  this.timeout(30_000);
  let slack: SlackWorkspace;
  const start = async (options: Partial<SlackWorkspaceOptions> = {}) => {
    slack = await startSlack(options);
  };
  afterEach(() => slack.stop());
  const checkSlack = (file = IN_SLACK, more: Record<string, string> = {}) =>
    checkOnline({ ...slackEnvironment(slack), ...more }, file);

  it('says for each thing that it is right, with its line, and exits with 0', async () => {
    await start();
    const { code, output, right, wrong, notChecked } = await checkSlack();
    expect(wrong).to.deep.equal([]);
    expect(code).to.equal(0);
    expect(right).to.include.members([
      'SLACK_BOT_TOKEN: Slack knows the bot: @redress in the workspace Redress playground.',
      'SLACK_BOT_TOKEN: The token has all scopes that the app needs.',
      'redress.yml:7: teams.billing.place: Redress is in #billing.',
      'redress.yml:9: teams.billing.group: The user group is @billing, with 3 members.',
      `redress.yml:11: teams.billing.members[0] (Ben Baker): Their account is ${PEOPLE.ben}.`,
      `redress.yml:14: teams.billing.members[1] (Cleo Clarke): Their account is ${PEOPLE.cleo}.`,
    ]);
    expect(right.filter((line) => line.includes('Lena Lead'))).to.have.length(1);
    expect(right.some((line) => line.includes(': ops: Redress is in #redress-ops.'))).to.equal(
      true,
    );
    expect(notChecked).to.have.length(1);
    expect(notChecked[0]).to.match(/^SLACK_SIGNING_SECRET: Slack cannot be asked/);
    expect(output).to.match(/\n\d+ right, 0 wrong, 1 that cannot be checked\.\n$/);
  });

  it('posts nothing', async () => {
    await start();
    await checkSlack();
    const methods = new Set(slack.requests().map(({ method }) => method));
    expect([...methods].sort()).to.deep.equal([
      'auth.test',
      'conversations.info',
      'usergroups.list',
      'users.info',
      'users.lookupByEmail',
    ]);
  });

  it('names what is wrong with channels, with the remedy, each by itself', async () => {
    await start();
    slack.archive('billing');
    slack.removeBot('repairs');
    const file = replaceIn(IN_SLACK, CHANNELS.ops, 'C0NOSUCH0001');
    const { code, wrong } = await checkSlack(file);
    expect(code).to.equal(78);
    expect(withoutLines(wrong)).to.deep.equal([
      'teams.billing.place: #billing is archived, and nobody can post there. Unarchive it, or name another channel.',
      'teams.repairs.place: Redress is not in #repairs. Write /invite @Redress there.',
      'ops: Slack shows no such channel. Correct the id: open the channel, its name, "About". If it is private, write /invite @Redress in it.',
    ]);
  });

  it('names what is wrong with people and groups', async () => {
    await start();
    const renewed = slack.recreate(PEOPLE.ben);
    slack.deactivate(PEOPLE.cleo);
    const noRita = replaceIn(IN_SLACK, PEOPLE.rita, 'U0NOBODY001');
    const swapped = replaceIn(noRita, PEOPLE.dev, PEOPLE.ann);
    const file = replaceIn(swapped, GROUPS.billing, 'S0NOSUCH001');
    const { code, wrong } = await checkSlack(file);
    expect(code).to.equal(78);
    expect(withoutLines(wrong)).to.deep.equal([
      'teams.billing.group: There is no such user group in this workspace. Correct the id (S…), which stands in the link of the group, or leave "group" out.',
      `teams.billing.members[0] (Ben Baker): Their account ${PEOPLE.ben} is deactivated, and their e-mail address belongs to ${renewed}. Write slack: ${renewed} for them.`,
      'teams.billing.members[1] (Cleo Clarke): No account in Slack has their e-mail address. Correct it, or add their member id (slack: U…).',
      `teams.repairs.members[0] (Dev Desai): Two accounts for one person: the id is ${PEOPLE.ann}, but the e-mail address belongs to ${PEOPLE.dev}. Correct the id or the address; if ${PEOPLE.ann} was made anew as ${PEOPLE.dev}, deactivate ${PEOPLE.ann} and write slack: ${PEOPLE.dev}.`,
      'teams.repairs.lead (Rita Reyes): There is no account U0NOBODY001 in this workspace. Copy the id from their profile: ⋮, "Copy member ID".',
    ]);
  });

  it('names a group that tags nobody', async () => {
    await start();
    const [billing] = slack.state.groups;
    if (billing === undefined) throw new Error('no group');
    billing.disabled = true;
    expect((await checkSlack()).wrong[0]).to.include('@billing is disabled');
    billing.disabled = false;
    billing.users = [];
    expect((await checkSlack()).wrong[0]).to.include('@billing has no members');
  });

  const SCOPES = ['commands', 'chat:write', 'users:read', 'users:read.email', 'im:write'];
  const HISTORY = ['channels:history', 'groups:history', 'im:history'];

  it('checks what it can without the scopes that only it needs, and says what it cannot', async () => {
    await start({ scopes: [...SCOPES, ...HISTORY] });
    slack.removeBot('repairs');
    const { code, right, wrong, notChecked } = await checkSlack();
    expect(code).to.equal(78);
    expect(right.join('\n')).to.include('has all scopes').and.include('Ben Baker');
    expect(wrong).to.have.length(1);
    expect(wrong[0]).to.include('teams.repairs.place: Redress is not in this channel.');
    expect(notChecked.join('\n'))
      .to.match(/a part of Redress needs: channels:read: .*; groups:read: .*; usergroups:read: /)
      .and.include('teams.billing.place: Redress is in this channel. Whether it is archived')
      .and.include('teams.billing.group: Not asked: that needs the scope usergroups:read');
    slack.inviteBot('repairs');
    expect((await checkSlack()).code, 'nothing is wrong').to.equal(0);
  });

  it('names missing scopes that Redress needs to run', async () => {
    await start({ scopes: [...SCOPES, 'channels:read', 'groups:read', 'usergroups:read'] });
    const { code, wrong } = await checkSlack();
    expect(code).to.equal(78);
    expect(wrong).to.have.length(1);
    expect(wrong[0]).to.include(
      'needs to run: channels:history, groups:history, im:history. Remedy: paste manifest.yml',
    );
  });

  it('asks nothing else when Slack refuses the token', async () => {
    await start({ botToken: 'xoxb-1111111111-another-token' });
    const { code, wrong, notChecked } = await checkSlack();
    expect(code).to.equal(78);
    expect(wrong).to.deep.equal([
      'SLACK_BOT_TOKEN: Slack refuses the bot token. Set SLACK_BOT_TOKEN to the "Bot User OAuth Token" (xoxb-…) of the app, under OAuth & Permissions. (invalid_auth)',
    ]);
    expect(notChecked.join('\n')).to.include('teams.billing.place: Not asked, because of');
    expect(slack.requests().map(({ method }) => method)).to.deep.equal(['auth.test']);
  });

  it('checks the app-level token of Socket Mode', async () => {
    await start({ appToken: APP_TOKEN });
    const socket = (token: string) =>
      checkSlack(IN_SLACK, { SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: token });
    expect((await socket(APP_TOKEN)).right).to.include(
      'SLACK_APP_TOKEN: Slack accepts the app-level token, and Socket Mode is on.',
    );
    const { code, wrong } = await socket('xapp-1-another-token');
    expect(code).to.equal(78);
    expect(wrong[0]).to.match(/^SLACK_APP_TOKEN: Slack refuses the app-level token\./);
  });

  it('says of each thing when Slack does not answer, and stops asking after three', async () => {
    await start();
    slack.fault({ kind: 'http-500', method: 'conversations.info', times: 1 });
    const one = await checkSlack();
    expect(one.wrong).to.have.length(1);
    expect(one.wrong[0]).to.include('teams.billing.place: Slack did not answer (http-500).');
    expect(one.right.join('\n'), 'the rest').to.include('#repairs').and.include('Ben Baker');
    for (const method of ['conversations.info', 'usergroups.list', 'users.info']) {
      slack.fault({ kind: 'http-500', method, times: 100 });
    }
    const before = slack.requests().length;
    const { code, wrong, notChecked } = await checkSlack();
    expect(code).to.equal(78);
    expect(wrong).to.have.length(3);
    expect(notChecked.join('\n')).to.include('Ben Baker): Not asked');
    expect(slack.requests().length - before).to.equal(4);
  });

  it('waits as long as Slack asks for', async () => {
    await start();
    slack.fault({ kind: 'rate-limited', method: 'users.info', retryAfter: 0.01 });
    expect((await checkSlack()).code).to.equal(0);
  });
});
