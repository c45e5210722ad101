import { expect } from 'chai';
import { PEOPLE as SLACK_PEOPLE } from '../../../playground/slack/seed.js';
import { PEOPLE as TEAMS_PEOPLE } from '../../../playground/teams/seed.js';
import type { PersonName, Post } from '../../../playground/users/user-driver.js';
import { PersistentUser } from '../support/drivers/persistent-user.js';
import type { Harness } from '../support/harness.js';
import {
  closeForm,
  fileComplaint,
  findPost,
  findPosts,
  press,
  pressForForm,
  startOnMonday,
  waitForNotice,
} from '../support/intake-helpers.js';

const HOUR = 3_600_000;
const SECRET = 'shouted at by a xylophonist';

function findCard(harness: Harness, id: string): Post {
  return findPost(harness.driverFor('ben'), 'billing', new RegExp(id));
}

/** All that stands in a person's chats with the bot, on all its platforms. */
function readChats({ drivers }: Harness, name: PersonName): string {
  return drivers
    .flatMap((driver) => findPosts(driver, `dm ${name}`, /./))
    .map(({ text }) => text)
    .join('\n');
}

describe('a complaint about a colleague, recorded in Slack, of a team in Teams', function () {
  this.timeout(90_000);
  let harness: Harness;
  let id: string;

  before(async () => {
    harness = await startOnMonday({ platforms: { reporter: 'slack', team: 'teams' } });
    id = await fileComplaint(harness, { description: SECRET, colleague: SLACK_PEOPLE.lena });
  });
  after(() => harness.close());

  it('does not exist for the lead it is about, who sees its card in Teams', async () => {
    const card = findCard(harness, id);
    expect(card.text).to.include('The complaints officers can open it.').and.not.to.include(SECRET);
    const lena = harness.driverFor('lena').user('lena');
    await lena.press(card, 'details');
    const read = () => JSON.stringify(harness.teams.dialogs(TEAMS_PEOPLE.lena));
    await harness.teams.until(
      () => read().includes('No complaint that you can see'),
      'the answer',
      5000,
    );
    expect(read()).not.to.include(SECRET);
    await lena.closeForm();
    await new PersistentUser(harness, 'lena').replyInThread(card, 'What is this about?');
    await harness.lab.settle();
  });

  it('reminds the officer in Teams in her place, who can take it and reads her name', async () => {
    await harness.lab.moveTo((await harness.lab.now()) + 2 * HOUR);
    await harness.lab.drain();
    expect(readChats(harness, 'omar')).to.include(id);
    expect(readChats(harness, 'lena')).not.to.include(id);
    const omar = harness.driverFor('omar').user('omar');
    await omar.press(findCard(harness, id), 'details');
    await harness.driverFor('omar').until(() => omar.hasForm(), 'the details', 5000);
    const dialogs = JSON.stringify(harness.teams.dialogs(TEAMS_PEOPLE.omar));
    expect(dialogs).to.include(SECRET).and.include('Lena');
    await omar.closeForm();
  });
});

describe('a colleague who has it in Slack and is named there, recorded in Teams', function () {
  this.timeout(90_000);
  let harness: Harness;

  before(async () => {
    harness = await startOnMonday({ platforms: { reporter: 'teams', team: 'slack' } });
  });
  after(() => harness.close());

  it('may be named in Teams, and their colleague in Slack cannot get it for them', async () => {
    const id = await fileComplaint(harness, { description: SECRET, colleague: TEAMS_PEOPLE.cleo });
    expect(findCard(harness, id).text).not.to.include(SECRET);
    await press(harness, 'cleo', findCard(harness, id), 'details');
    await waitForNotice(harness, 'cleo', /No complaint that you can see/);
  });

  it('loses it, and what they read says only that they can no longer see it', async () => {
    const id = await fileComplaint(harness, { description: SECRET });
    const card = (): Post => findCard(harness, id);
    const form = await pressForForm(harness, 'lena', card(), 'assign');
    const ben = /value":"(p_[^"]+)"/.exec(
      JSON.stringify(form).replaceAll('\\"', '"').split('Ben Baker')[1] ?? '',
    )?.[1];
    await harness.slack.submit(SLACK_PEOPLE.lena, form.id, { to: ben ?? '' });
    await harness.lab.settle();
    expect(readChats(harness, 'ben')).to.include(SECRET);
    const details = await pressForForm(harness, 'omar', card(), 'details');
    await harness.slack.pressInModal(SLACK_PEOPLE.omar, details.id, 'name-colleague');
    const naming = await harness.slack.until(
      () => harness.slack.modals(SLACK_PEOPLE.omar).find((one) => one.id !== details.id),
      'the form',
    );
    await harness.slack.submit(SLACK_PEOPLE.omar, naming.id, { colleague: SLACK_PEOPLE.ben });
    await closeForm(harness, 'omar');
    await harness.lab.settle();
    expect(card().text).to.include('confidential').and.not.to.include(SECRET);
    expect(readChats(harness, 'ben')).not.to.include(SECRET);
    expect(readChats(harness, 'ben')).to.include(`You can no longer see ${id}`);
    await press(harness, 'ben', card(), 'details');
    await waitForNotice(harness, 'ben', /No complaint that you can see/);
    await harness.bot.kill();
    await harness.bot.start();
    await harness.lab.moveTo((await harness.lab.now()) + 30 * HOUR);
    await harness.lab.drain();
    expect(readChats(harness, 'lena')).to.include(id);
    const theirs = findPosts(harness.driverFor('ben'), 'dm ben', new RegExp(id));
    expect(theirs.map(({ text }) => text)).to.deep.equal([
      `You can no longer see ${id}. You can no longer see ${id}.`,
    ]);
  });
});
