import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { DateTime } from 'luxon';
import * as slackSeed from '../../playground/slack/seed.js';
import { type SlackWorkspace, startSlackWorkspace } from '../../playground/slack/server.js';
import * as teamsSeed from '../../playground/teams/seed.js';
import { startTeamsTenant, type TeamsTenant } from '../../playground/teams/server.js';
import type { Bot } from '../../src/main.js';
import { ORGANISATION, SECRETS } from '../fixtures/upgrade/settings.js';
import { findFreePort } from '../support/ports.js';
import { startBotWith } from '../support/start-bot.js';

/** Releases of which there is a data folder, each by the commit it was made at. */
const QUARTER_MS = 900_000;
const RELEASES = ['853330e'] as const;

const FIXTURES = fileURLToPath(new URL('../fixtures/upgrade/', import.meta.url));
const { ann, ben } = slackSeed.PEOPLE;
const { billing, general } = slackSeed.CHANNELS;
const { repairs } = teamsSeed.CHANNELS;
const IN_TEAMS = teamsSeed.PEOPLE;

/** What the form that was left open is filled in with, in both workspaces. */
const ENTRIES = {
  complainant: 'Mr Jones',
  desiredOutcome: 'A call back.',
  impact: 'low',
  means: 'email',
};

/** Ten o'clock of the first working day after `at`, ms UTC: whenever the test runs, reminders go out then. */
function workingMorning(at: number): number {
  let day = DateTime.fromMillis(at, { zone: 'Europe/London' }).plus({ days: 1 });
  while (day.isWeekend) day = day.plus({ days: 1 });
  return day.set({ hour: 10, minute: 0 }).toMillis();
}

for (const release of RELEASES) {
  describe(`data of release ${release}, with cards posted and a form open in both workspaces`, function () {
    this.timeout(30_000);
    let folder: string;
    let slack: SlackWorkspace;
    let teams: TeamsTenant;
    let bot: Bot;

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'redress-upgrade-'));
      cpSync(join(FIXTURES, release), folder, { recursive: true });
      mkdirSync(join(folder, 'data'));
      cpSync(join(folder, 'redress.db'), join(folder, 'data', 'redress.db'));
      writeFileSync(join(folder, 'redress.yml'), ORGANISATION);
      const port = await findFreePort();
      const botUrl = () => `http://127.0.0.1:${port}`;
      const { bot: botToken, signing: signingSecret, appId, appPassword } = SECRETS;
      const options = { port: 0, botUrl, rate: false } as const;
      slack = await startSlackWorkspace({
        ...{ ...options, botToken, signingSecret, file: join(folder, 'slack.json') },
      });
      teams = await startTeamsTenant({
        ...{ ...options, appId, appPassword, file: join(folder, 'teams.json') },
      });
      bot = await start(port);
    });
    afterEach(async () => {
      await bot.stop();
      await slack.stop();
      await teams.stop();
      rmSync(folder, { recursive: true, maxRetries: 3 });
    });

    async function start(port: number): Promise<Bot> {
      const environment = {
        SLACK_BOT_TOKEN: SECRETS.bot,
        SLACK_SIGNING_SECRET: SECRETS.signing,
        SLACK_API_URL: `${slack.url}/api/`,
        MICROSOFT_APP_ID: SECRETS.appId,
        MICROSOFT_APP_PASSWORD: SECRETS.appPassword,
        MICROSOFT_APP_TENANT_ID: teamsSeed.TENANT_ID,
        TEAMS_API_URL: teams.url,
        REDRESS_LAB_TOKEN: SECRETS.lab,
        REDRESS_CONFIG: join(folder, 'redress.yml'),
        REDRESS_DATA: join(folder, 'data'),
        HOST: '127.0.0.1',
        PORT: String(port),
      };
      return startBotWith(environment);
    }

    async function lab(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
      const answer = await fetch(`http://127.0.0.1:${bot.port}/lab/${path}`, {
        method,
        headers: { authorization: `Bearer ${SECRETS.lab}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      expect(answer.status, path).to.equal(200);
      return answer.json();
    }
    const settle = () => lab('POST', 'settle', {});
    const cards = (shown: readonly object[]) => shown.filter((one) => !('thread_ts' in one));
    const says = (shown: unknown, words: string) => JSON.stringify(shown).includes(words);

    it('takes the forms as they were left, and posts their cards', async () => {
      const [form] = slack.modals(ann);
      const [dialog] = teams.dialogs(IN_TEAMS.ann);
      if (form === undefined || dialog === undefined) throw new Error('No form was left open.');
      const inSlack = { ...ENTRIES, category: 'billing' };
      expect(await slack.submit(ann, form.id, inSlack)).not.to.have.property('errors');
      const description = 'Nobody called back.';
      const inTeams = { ...ENTRIES, category: 'repairs', description };
      expect(await teams.submit(IN_TEAMS.ann, dialog.id, inTeams)).not.to.have.property('errors');
      await settle();
      expect(
        slack.messages(billing).filter((one) => says(one, 'Left open in Slack')),
      ).to.have.length(1);
      expect(teams.channelMessages(repairs).filter((one) => says(one, description))).to.have.length(
        1,
      );
      const { complaints } = (await lab('GET', 'complaints')) as {
        complaints: { reference: string }[];
      };
      const references = complaints.map(({ reference }) => reference);
      expect(new Set(references).size).to.equal(4);
      expect(references).to.include.members(['C-1001', 'C-1002']);
    });

    it('goes on with the cards that are posted: their buttons act, and they update in place', async () => {
      await settle();
      const [slackCard] = cards(slack.messages(billing)) as { ts: string }[];
      const [teamsCard] = teams.channelMessages(repairs);
      if (slackCard === undefined || teamsCard === undefined) throw new Error('No card is posted.');
      const at = { conversation: teamsCard.conversation, activity: teamsCard.id };
      await slack.press(ben, { channel: billing, ts: slackCard.ts }, 'acknowledge');
      const form = await slack.until(() => slack.modals(ben).at(-1), 'the form');
      await slack.submit(ben, form.id, { means: 'phone', words: 'We look into it.' });
      expect(await teams.press(IN_TEAMS.dev, at, { action: 'take' })).to.include({ status: 'ok' });
      await settle();
      const after = cards(slack.messages(billing)) as { ts: string }[];
      expect(after.filter((one) => says(one, 'C-1001')).map(({ ts }) => ts)).to.deep.equal([
        slackCard.ts,
      ]);
      expect(says(after[0], '"acknowledge"')).to.equal(false);
      const posts = teams.channelMessages(repairs).filter((one) => one.root === one.id);
      expect(posts.map(({ id }) => id)).to.deep.equal([teamsCard.id]);
      expect(says(posts[0], 'Dev Desai')).to.equal(true);
    });

    it('hears at once what is written in the threads of its cards', async () => {
      const [slackCard] = cards(slack.messages(billing)) as { ts: string }[];
      const [teamsCard] = teams.channelMessages(repairs);
      if (slackCard === undefined || teamsCard === undefined) throw new Error('No card is posted.');
      await slack.write(ben, billing, 'I look into it.', slackCard.ts);
      await slack.eventsIdle();
      await slack.press(ben, { channel: billing, ts: slackCard.ts }, 'details');
      const details = await slack.until(() => slack.modals(ben).at(-1), 'the details');
      expect(says(details, 'wrote in the thread')).to.equal(true);
      await teams.write(IN_TEAMS.dev, teamsCard.conversation, 'So do I.');
      await teams.eventsIdle();
      const at = { conversation: teamsCard.conversation, activity: teamsCard.id };
      await teams.press(IN_TEAMS.dev, at, { action: 'details' });
      expect(says(teams.dialogs(IN_TEAMS.dev).at(-1), 'wrote in the thread')).to.equal(true);
    });

    it('lists to each person what they may see, and to others nothing', async () => {
      await settle();
      const readList = async (user: string): Promise<string> => {
        const before = slack.ephemerals(user).length;
        await slack.slash(user, general, '/complaint', 'list');
        const list = await slack.until(() => slack.ephemerals(user)[before], 'the list');
        return JSON.stringify(list);
      };
      expect(await readList(ann)).to.include('C-1001');
      expect(await readList(ben))
        .to.include('C-1001')
        .and.not.include('C-1002');
      expect(await readList(slackSeed.PEOPLE.cleo)).to.not.match(/C-100[12]/);
    });

    it('sends the next reminder once to each, and nothing again that was sent', async () => {
      /** How many messages about the complaint each person has in Slack, and its thread. */
      const received = () => {
        const chats = Object.values(slackSeed.PEOPLE).map((person) => slack.dm(person));
        return [...chats, slack.messages(billing)].map(
          (messages) => messages.filter((one) => says(one, 'C-1001')).length,
        );
      };
      await settle();
      const before = received();
      await settle();
      expect(received()).to.deep.equal(before);
      const { nudges } = (await lab('GET', 'nudges')) as {
        nudges: { at: number; complaint: string }[];
      };
      const next = nudges.find(({ complaint }) => complaint === 'C-1001');
      const { now } = (await lab('GET', 'clock')) as { now: number };
      const due = workingMorning(Math.max(now, next?.at ?? 0));
      await lab('POST', 'clock', { to: due });
      await settle();
      // What is due to a person goes out at their next quarter hour.
      await lab('POST', 'clock', { to: due + QUARTER_MS });
      await settle();
      const more = received().map((count, index) => count - (before[index] ?? 0));
      expect(Math.max(...more)).to.equal(1);
    });
  });
}
