import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { CHANNELS as SLACK_CHANNELS } from '../../../playground/slack/seed.js';
import { TEAM, CHANNELS as TEAMS_CHANNELS } from '../../../playground/teams/seed.js';
import type { Post } from '../../../playground/users/user-driver.js';
import { waitUntil } from '../../support/wait-until.js';
import type { Harness } from '../support/harness.js';
import { fileComplaint, findPosts, startOnMonday } from '../support/intake-helpers.js';
import { organisationOn } from '../support/organisation.js';

/** A `place` in `redress.yml`. */
const SLACK_PLACE = (channel: string): string => `slack: ${channel}`;
const TEAMS_PLACE = (channel: string): string =>
  `teams:\n        team: ${TEAM.id}\n        channel: ${channel}`;

/** The team’s channel before and after, in `redress.yml`. */
const MOVES = {
  'from one channel of Slack to another': {
    platforms: { reporter: 'teams', team: 'slack' },
    was: SLACK_PLACE(SLACK_CHANNELS.billing),
    is: SLACK_PLACE(SLACK_CHANNELS.general),
    to: 'slack',
  },
  'from one channel of Teams to another': {
    platforms: { reporter: 'slack', team: 'teams' },
    was: TEAMS_PLACE(TEAMS_CHANNELS.billing),
    is: TEAMS_PLACE(TEAMS_CHANNELS.general),
    to: 'teams',
  },
  'from Slack to Teams': {
    platforms: { reporter: 'teams', team: 'slack' },
    was: SLACK_PLACE(SLACK_CHANNELS.billing),
    is: TEAMS_PLACE(TEAMS_CHANNELS.general),
    to: 'teams',
  },
} as const;

for (const [name, { platforms, was, is, to }] of Object.entries(MOVES)) {
  describe(`open complaints of a team that moves ${name}`, function () {
    this.timeout(120_000);
    let harness: Harness;
    afterEach(() => harness.close());

    const cardsIn = (where: string, id: string): readonly Post[] =>
      findPosts(harness, where, new RegExp(`${id}\\b`));
    const startWith = async (text: string): Promise<void> => {
      writeFileSync(harness.config, text);
      await harness.bot.start();
    };

    it('get a card there after the next start, and the card before says so', async () => {
      harness = await startOnMonday({ platforms, isInProcess: true });
      const before = organisationOn(platforms);
      const after = before.replace(was, is).replace(/^ +group: S.*\n/m, '');
      expect(after).not.to.equal(before);
      const id = await fileComplaint(harness);
      await harness.lab.drain();
      await harness.bot.stop();
      await startWith(after);
      await waitUntil(() => cardsIn('general', id).length > 0, 20_000);
      await harness.lab.drain();
      const [card, ...more] = cardsIn('general', id);
      expect(more).to.deep.equal([]);
      expect(card?.text).to.include('The bill is too high');
      const [old, ...others] = cardsIn('billing', id);
      expect(others).to.deep.equal([]);
      expect(old?.text).to.include('has another channel now').and.not.include('too high');
      if (card === undefined) throw new Error('no card');
      const [ofTeam, ofReporter] = harness.drivers;
      const driver = to === platforms.team ? ofTeam : ofReporter;
      await driver?.user('ben').press(card, 'take');
      await harness.lab.settle();
      await waitUntil(() => cardsIn('general', id)[0]?.text.includes('Ben') ?? false, 20_000);
      expect(cardsIn('billing', id)[0]?.text).not.to.include('Ben');
    });
  });
}
