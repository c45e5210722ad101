import { expect } from 'chai';
import { PEOPLE as SLACK_PEOPLE } from '../../../playground/slack/seed.js';
import { PEOPLE as TEAMS_PEOPLE } from '../../../playground/teams/seed.js';
import type { Entries, PersonName, Post } from '../../../playground/users/user-driver.js';
import { forgeInteraction, forgeSubmission, sendForged } from '../slack/forged-requests.js';
import { PersistentUser } from '../support/drivers/persistent-user.js';
import type { Harness } from '../support/harness.js';
import {
  closeForm,
  fileComplaint,
  findPost,
  findPosts,
  press,
  startOnMonday,
  waitForModal,
} from '../support/intake-helpers.js';
import { TEST_STORES, type TestStore } from '../support/on-stores.js';
import { SCENARIOS } from '../support/scenarios.js';

/** How long a form may take to open, ms of real time. */
const FORM_WAIT_MS = 5000;
const ACCOUNT = 'K-77';

/** Presses a button in the details that a person has open, and waits for its form. */
async function pressInDetails(harness: Harness, name: PersonName, action: string): Promise<void> {
  const { slack, teams, driverFor } = harness;
  if (driverFor(name).platform === 'slack') {
    const details = await waitForModal(harness, name);
    await slack.pressInModal(SLACK_PEOPLE[name], details.id, action);
    const isOnTop = () => slack.modals(SLACK_PEOPLE[name]).length > 1 || undefined;
    await slack.until(isOnTop, 'a form on top', FORM_WAIT_MS);
    return;
  }
  const [details] = teams.dialogs(TEAMS_PEOPLE[name]);
  const pressed = await teams.pressInDialog(TEAMS_PEOPLE[name], details?.id ?? '', { action });
  expect(pressed.status).to.equal('ok');
}

/** Opens the details of a post, presses “They complained again” and sends its form. */
async function addAgain(
  harness: Harness,
  name: PersonName,
  findCard: () => Post,
  entries: Entries,
): Promise<void> {
  const driver = harness.driverFor(name);
  await press(harness, name, findCard(), 'details');
  await driver.until(() => driver.user(name).hasForm(), 'the details', FORM_WAIT_MS);
  await pressInDetails(harness, name, 'add-report');
  expect(await driver.user(name).submit(entries)).to.deep.equal({ status: 'taken' });
  await closeForm(harness, name);
  await harness.lab.settle();
}

for (const { name, ...platforms } of SCENARIOS.filter(({ reporter, team }) => reporter !== team)) {
  describe(`a complainant who complains again, ${name}`, function () {
    this.timeout(90_000);
    let harness: Harness;
    let id: string;
    const teamCard = () => findPost(harness.driverFor('ben'), 'billing', new RegExp(`${id}\\b`));
    const annsCard = () => findPost(harness.driverFor('ann'), 'dm ann', /your complaint/);

    before(async () => {
      harness = await startOnMonday({ platforms });
      id = await fileComplaint(harness, { account: ACCOUNT });
    });
    after(() => harness.close());

    it('is heard by a member of the team, who adds it: the thread and both cards say so', async () => {
      await addAgain(harness, 'ben', teamCard, { words: 'The next bill is wrong, too.' });
      const told = findPosts(harness.driverFor('ben'), 'billing thread', /next bill is wrong/);
      expect(told).to.have.length(1);
      expect(told[0]?.text).to.include('heard from the complainant');
      expect(teamCard().text).to.match(/Complained again.*@?Ben/s);
      expect(annsCard().text).to.match(/Complained again/);
    });

    it('is heard by the reporter, who adds it: whoever has it is told in their chat', async () => {
      await new PersistentUser(harness, 'ben').press(teamCard, 'take');
      await harness.lab.settle();
      await addAgain(harness, 'ann', annsCard, { words: 'She is at the counter now.' });
      const told = harness
        .posts()
        .filter(({ text }) => text.includes('at the counter now'))
        .map(({ where }) => where);
      expect(told).to.deep.equal(['dm ben']);
      expect(teamCard().text).to.match(/Complained again.*2 times/s);
    });
  });
}

describe('a second reporter in Slack of a complaint that was reported in Teams', function () {
  this.timeout(120_000);
  let harness: Harness;
  let id: string;

  async function withComplaint(store: TestStore, work: () => Promise<void>): Promise<void> {
    await store.use(async (mongoUri) => {
      const platforms = { reporter: 'teams', team: 'slack' } as const;
      harness = await startOnMonday({ platforms, ...(mongoUri && { mongoUri }) });
      try {
        id = await fileComplaint(harness, { account: ACCOUNT });
        await work();
      } finally {
        await harness.close();
      }
    });
  }

  /** Dev, who may not see it, sends the form to add to it, as if he had entered this account. */
  async function send(account: string): Promise<number> {
    await harness.driverFor('dev').user('dev').typeCommand('');
    const form = await waitForModal(harness, 'dev');
    const private_metadata = JSON.stringify({
      submission: `add-${account}`,
      form: 'add-report',
      context: `${id}\n${account}\n\n`,
      fields: [
        ['receivedAt', 'moment'],
        ['means', 'choice'],
        ['words', 'text'],
      ],
    });
    const values = {
      means: { type: 'static_select', selected_option: { value: 'phone' } },
      words: { type: 'plain_text_input', value: 'She called me, too.' },
    };
    const sent = forgeSubmission('dev', { ...form, private_metadata }, values);
    const { status } = await sendForged(harness, forgeInteraction(sent));
    await closeForm(harness, 'dev');
    await harness.lab.settle();
    return status;
  }

  async function joins(): Promise<void> {
    expect(await send('K-78')).to.equal(200);
    expect(findPosts(harness.driverFor('dev'), 'dm dev', new RegExp(id))).to.deep.equal([]);
    expect(await send('k 77')).to.equal(200);
    const card = findPost(harness.driverFor('dev'), 'dm dev', /you added to it/);
    expect(card.text).to.include('The bill is too high').and.include('Nobody has taken it yet');
    expect(findPosts(harness.driverFor('dev'), 'billing thread', /called me, too/)).to.have.length(
      1,
    );
  }

  async function getsWhatReportersGet(): Promise<void> {
    const card = () => findPost(harness.driverFor('ben'), 'billing', new RegExp(`${id}\\b`));
    const ben = new PersistentUser(harness, 'ben');
    await ben.press(card, 'take');
    await harness.lab.settle();
    await ben.submitForm(card, 'update', { audience: 'team', text: 'The harpsichord again.' });
    await ben.submitForm(card, 'update', { audience: 'reporter', text: 'We read the meter.' });
    await harness.lab.settle();
    const updates = harness.drivers.flatMap((driver) =>
      driver
        .posts()
        .filter(({ text }) => text.includes('We read the meter.'))
        .map(({ where }) => `${driver.platform} ${where}`),
    );
    expect(updates).to.have.members(['teams dm ann', 'slack dm dev']);
    const own = findPost(harness.driverFor('dev'), 'dm dev', /you added to it/);
    expect(own.text).to.match(/It is with @?Ben/);
    await press(harness, 'dev', own, 'details');
    const details = await waitForModal(harness, 'dev');
    expect(JSON.stringify(details)).to.include('She called me, too.');
    expect(JSON.stringify([details, harness.slack.dm(SLACK_PEOPLE.dev)])).not.to.include(
      'harpsichord',
    );
  }

  for (const store of TEST_STORES) {
    it(`becomes one by the exact account only, and gets what the reporter gets, on ${store.name}`, () =>
      withComplaint(store, async () => {
        await joins();
        await harness.bot.kill();
        await harness.bot.start();
        await getsWhatReportersGet();
      }));
  }
});
