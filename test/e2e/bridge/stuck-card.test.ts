import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { CHANNELS as SLACK_CHANNELS } from '../../../playground/slack/seed.js';
import { CHANNELS as TEAMS_CHANNELS } from '../../../playground/teams/seed.js';
import { waitUntil } from '../../support/wait-until.js';
import type { Harness } from '../support/harness.js';
import { fileComplaint, findPost, findPosts, startOnMonday } from '../support/intake-helpers.js';
import { organisationOn } from '../support/organisation.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Longer than any wait between two tries of a card, so that each step of the clock has a try. */
const STEP_HOURS = 14.5;

/** How each platform refuses and takes the card, and the channel's id in `redress.yml`. */
const PLATFORMS = {
  slack: {
    shut: ({ slack }: Harness) => slack.removeBot(SLACK_CHANNELS.billing),
    open: ({ slack }: Harness) => slack.inviteBot(SLACK_CHANNELS.billing),
    channel: SLACK_CHANNELS.billing,
    wrong: 'C0NOWHERE99',
  },
  teams: {
    shut: ({ teams }: Harness) => teams.removeFromTeam(),
    open: ({ teams }: Harness) => teams.installInTeam(),
    channel: TEAMS_CHANNELS.billing,
    wrong: '19:nowhere99@thread.tacv2',
  },
} as const;

for (const name of ['slack', 'teams'] as const) {
  const platform = PLATFORMS[name];

  describe(`a card that its channel in ${name} refused`, function () {
    this.timeout(120_000);
    let harness: Harness;
    const platforms = { reporter: name, team: name };
    const start = async (isInProcess: boolean): Promise<void> => {
      harness = await startOnMonday({ platforms, isInProcess });
    };
    afterEach(() => harness.close());

    const cardsOf = (id: string) => findPosts(harness, 'billing', new RegExp(`${id}\\b`));
    const untilPosted = (id: string) => waitUntil(() => cardsOf(id).length > 0, 20_000);
    const toldLead = (words: RegExp) => findPosts(harness, 'dm lena', words);

    it('is posted when the bot is let in, and the lead was told once of each', async () => {
      await start(true);
      platform.shut(harness);
      const id = await fileComplaint(harness);
      await harness.lab.drain();
      expect(cardsOf(id)).to.have.length(0);
      expect(findPost(harness, 'dm lena', new RegExp(`${id} could not`)).text).to.match(
        /Redress tries again by itself/,
      );
      platform.open(harness);
      await untilPosted(id);
      await harness.lab.drain();
      expect(cardsOf(id)).to.have.length(1);
      expect(toldLead(new RegExp(`${id} could not`))).to.have.length(1);
      expect(toldLead(new RegExp(`${id} is in the channel of its team now`))).to.have.length(1);
      expect(findPost(harness, 'dm ann', new RegExp(id)).text).to.match(/sent to Billing/);
    });

    it('is posted after the channel was corrected in redress.yml and Redress started again', async () => {
      await start(true);
      const right = organisationOn(platforms);
      await harness.bot.stop();
      writeFileSync(harness.config, right.replaceAll(platform.channel, platform.wrong));
      await harness.bot.start();
      const id = await fileComplaint(harness);
      await harness.lab.drain();
      expect(toldLead(new RegExp(`${id} could not`))).to.have.length(1);
      await harness.bot.stop();
      expect(readFileSync(harness.config, 'utf8')).to.include(platform.wrong);
      writeFileSync(harness.config, right);
      await harness.bot.start();
      await untilPosted(id);
      await harness.lab.drain();
      expect(cardsOf(id)).to.have.length(1);
    });

    it('raises one alarm and one message in 58 hours, and is posted once the channel works', async () => {
      await start(true);
      const close = (): unknown =>
        name === 'slack'
          ? harness.slack.archive(SLACK_CHANNELS.billing)
          : harness.teams.deleteChannel(TEAMS_CHANNELS.billing);
      close();
      const id = await fileComplaint(harness);
      await harness.lab.drain();
      const since = await harness.lab.now();
      for (let hours = STEP_HOURS; hours <= 58; hours += STEP_HOURS) {
        await harness.lab.moveTo(since + hours * HOUR);
        await harness.lab.drain();
      }
      expect(findPosts(harness, 'ops', new RegExp(`${id}.*team’s channel`, 's'))).to.have.length(1);
      expect(toldLead(new RegExp(`${id} could not`))).to.have.length(1);
      expect(cardsOf(id)).to.have.length(0);
      if (name === 'slack') harness.slack.unarchive(SLACK_CHANNELS.billing);
      else harness.teams.restoreChannel(TEAMS_CHANNELS.billing);
      await harness.lab.moveTo(since + 64.5 * HOUR);
      await untilPosted(id);
      expect(cardsOf(id)).to.have.length(1);
    });

    it('is posted within minutes if the channel only refused it for a while', async () => {
      await start(false);
      if (name === 'slack') harness.slack.archive(SLACK_CHANNELS.billing);
      else harness.teams.archiveChannel(TEAMS_CHANNELS.billing);
      const id = await fileComplaint(harness);
      await harness.lab.drain();
      expect(toldLead(new RegExp(`${id} could not`))).to.have.length(1);
      harness.bot.crash();
      if (name === 'slack') harness.slack.unarchive(SLACK_CHANNELS.billing);
      else harness.teams.restoreChannel(TEAMS_CHANNELS.billing);
      await harness.bot.whenUp();
      await harness.lab.moveTo((await harness.lab.now()) + 6 * MINUTE);
      await untilPosted(id);
      await harness.lab.drain();
      expect(cardsOf(id)).to.have.length(1);
    });
  });
}
