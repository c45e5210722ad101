import { expect } from 'chai';
import {
  CHANNELS as SLACK_CHANNELS,
  PEOPLE as SLACK_PEOPLE,
} from '../../../playground/slack/seed.js';
import {
  TEAM,
  CHANNELS as TEAMS_CHANNELS,
  PEOPLE as TEAMS_PEOPLE,
} from '../../../playground/teams/seed.js';
import type { Post } from '../../../playground/users/user-driver.js';
import { waitUntil } from '../../support/wait-until.js';
import type { Harness } from '../support/harness.js';
import {
  fileComplaint,
  findPost,
  findPosts,
  pressForForm,
  startOnMonday,
} from '../support/intake-helpers.js';
import { TEST_STORES } from '../support/on-stores.js';
import { organisationOn } from '../support/organisation.js';

const WAIT_MS = 10_000;
const FIRST_ENTRIES = {
  description: 'The bill is too high',
  complainant: 'Mrs Kay',
  desiredOutcome: 'A corrected bill',
  category: 'wrong-bill',
};
const REPAIRS = {
  slack: `slack: ${SLACK_CHANNELS.repairs}`,
  teams: `teams:\n        team: ${TEAM.id}\n        channel: ${TEAMS_CHANNELS.repairs}`,
} as const;

/** What Ann sees of the form that she has open, on one platform. */
interface Window {
  shown(): string;
  /** Presses Change, and waits for its form. */
  pressChange(): Promise<void>;
  /** Sends the form on top, and returns what is shown in its place. */
  send(entries: Readonly<Record<string, string>>): Promise<string>;
}

function slackWindow({ slack }: Harness): Window {
  const modals = () => slack.modals(SLACK_PEOPLE.ann);
  const top = () => modals().at(-1);
  return {
    shown: () => JSON.stringify(top() ?? ''),
    async pressChange() {
      const before = modals().length;
      await slack.pressInModal(SLACK_PEOPLE.ann, top()?.id ?? '', 'recategorise');
      await slack.until(() => modals().length > before || undefined, 'a form on top', WAIT_MS);
    },
    async send(entries) {
      const sent = await slack.submit(SLACK_PEOPLE.ann, top()?.id ?? '', entries);
      expect(sent.errors).to.equal(undefined);
      return JSON.stringify(top() ?? '');
    },
  };
}

function teamsWindow({ teams }: Harness): Window {
  const top = () => teams.dialogs(TEAMS_PEOPLE.ann)[0];
  return {
    shown: () => JSON.stringify(top() ?? ''),
    async pressChange() {
      const action = 'recategorise';
      const pressed = await teams.pressInDialog(TEAMS_PEOPLE.ann, top()?.id ?? '', { action });
      expect(pressed.status).to.equal('ok');
    },
    async send(entries) {
      const inputs = Object.entries(entries).map(([name, value]) => [`f.${name}`, value]);
      await teams.submit(TEAMS_PEOPLE.ann, top()?.id ?? '', Object.fromEntries(inputs));
      return JSON.stringify(top() ?? '');
    },
  };
}

for (const here of ['slack', 'teams'] as const) {
  const there = ({ slack: 'teams', teams: 'slack' } as const)[here];

  describe(`a complaint recorded in ${here} for the wrong team, which is in ${there}`, function () {
    this.timeout(120_000);
    let harness: Harness;
    let window: Window;

    before(async () => {
      const platforms = { reporter: here, team: there };
      const organisation = organisationOn(platforms).replace(REPAIRS[there], REPAIRS[here]);
      expect(organisation).to.include(REPAIRS[here]);
      harness = await startOnMonday({ isInProcess: true, platforms, organisation });
      window = here === 'slack' ? slackWindow(harness) : teamsWindow(harness);
    });
    after(() => harness.close());

    const cardsIn = (where: string): readonly Post[] => findPosts(harness, where, /C-\d+/);

    it('goes to the right team and back from what comes after Record, and the caller is told', async () => {
      const ann = harness.driverFor('ann');
      await ann.user('ann').typeCommand('');
      await ann.until(() => ann.user('ann').hasForm(), 'the form', WAIT_MS);
      await window.send(FIRST_ENTRIES);
      await harness.lab.settle();
      expect(window.shown()).to.include('They have been told').and.include('goes to Billing');
      expect(cardsIn('billing')[0]?.text).to.include('The bill is too high');

      await window.pressChange();
      expect(window.shown()).to.include('What is it about?');
      const moved = await window.send({ category: 'late-repair' });
      expect(moved).to.include('A late repair').and.include('Repairs looks after it');
      await harness.lab.settle();
      await waitUntil(() => cardsIn('repairs').length > 0, WAIT_MS);
      expect(cardsIn('repairs')[0]?.text).to.include('The bill is too high');
      const [old] = cardsIn('billing');
      expect(old?.text).to.include('Repairs').and.not.include('too high');
      expect(old?.buttons).to.deep.equal([]);

      await window.pressChange();
      const back = await window.send({ category: 'wrong-bill' });
      expect(back).to.include('A wrong bill').and.include('Billing looks after it');
      await harness.lab.settle();
      await waitUntil(() => cardsIn('billing').length > 1, WAIT_MS);
      expect(
        cardsIn('repairs')
          .map(({ text }) => text)
          .join(),
      ).not.to.include('too high');
      expect(cardsIn('billing').at(-1)?.text).to.include('The bill is too high');

      expect(await window.send({}), 'everything is closed').to.equal('""');
      await harness.lab.settle();
      expect(findPost(ann, 'dm ann', /your complaint/).text)
        .to.include('A wrong bill')
        .and.match(/Acknowledged/);
      const seen = [...cardsIn('repairs'), ...findPosts(harness, 'repairs thread', /./)];
      expect(seen.filter(({ text }) => /too high|Mrs Kay/.test(text))).to.deep.equal([]);
    });
  });
}

for (const store of TEST_STORES) {
  describe(`a kill right after a change of what a complaint is about, on ${store.name}`, function () {
    this.timeout(120_000);

    it('loses and doubles nothing: one card with the new team, and the old one says where it is', async () => {
      await store.use(async (mongoUri) => {
        const harness = await startOnMonday(mongoUri === undefined ? {} : { mongoUri });
        try {
          const id = await fileComplaint(harness);
          const card = findPost(harness, 'dm ann', new RegExp(id));
          const form = await pressForForm(harness, 'ann', card, 'details');
          const { slack } = harness;
          await slack.pressInModal(SLACK_PEOPLE.ann, form.id, 'recategorise');
          const change = await slack.until(
            () => slack.modals(SLACK_PEOPLE.ann).find((one) => one.id !== form.id),
            'the form of the change',
          );
          slack.fault({ kind: 'http-500', method: 'chat.postMessage', times: 2 });
          await slack.submit(SLACK_PEOPLE.ann, change.id, { category: 'late-repair' });
          await harness.bot.kill();
          await harness.bot.start();
          const cards = (where: string) => findPosts(harness, where, new RegExp(id));
          await waitUntil(() => cards('repairs').length > 0, 3 * WAIT_MS);
          await harness.lab.drain();
          expect(cards('repairs').map(({ text }) => text.includes('too high'))).to.deep.equal([
            true,
          ]);
          const old = cards('billing');
          expect(
            old.map(({ text }) => /Repairs/.test(text) && !/too high/.test(text)),
          ).to.deep.equal([true]);
        } finally {
          await harness.close();
        }
      });
    });
  });
}
