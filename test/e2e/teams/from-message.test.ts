import { expect } from 'chai';
import { PEOPLE, TEAM } from '../../../playground/teams/seed.js';
import type { Dialog } from '../../../playground/teams/types.js';
import { toTeamsText } from '../../../playground/users/teams-posts.js';
import type { Harness } from '../support/harness.js';
import { findPosts, startOnMonday } from '../support/intake-helpers.js';

const INPUTS = {
  'f.complainant': 'Mr Ray',
  'f.desiredOutcome': 'A working lift',
  'f.category': 'wrong-bill',
};

describe('a complaint recorded from a message in Teams', function () {
  this.timeout(60_000);
  let harness: Harness;

  before(async () => {
    harness = await startOnMonday({
      platforms: { reporter: 'teams', team: 'teams' },
      env: { LOG_LEVEL: 'debug' },
    });
  });
  after(() => harness.close());

  const textOf = ({ card }: Dialog): string => toTeamsText({ attachments: [card] });
  const team = () => {
    const found = harness.teams.state.teams.find(({ id }) => id === TEAM.id);
    if (found === undefined) throw new Error('no team');
    return found;
  };

  /** Ben asks in a channel, Cleo answers, and Ann uses the action on the answer. */
  async function useAction(): Promise<Dialog> {
    const { teams } = harness;
    const root = await teams.write(PEOPLE.ben, 'General', 'Has anybody heard of the lift?');
    const chosen = await teams.write(
      PEOPLE.cleo,
      root.conversation,
      'Mr Ray says the kazoo lift is stuck',
    );
    await teams.write(PEOPLE.dev, root.conversation, 'It was stuck on Friday too');
    const message = { conversation: root.conversation, activity: chosen.activity };
    const { status, dialog } = await harness.teams.extension(PEOPLE.ann, 'complaint', { message });
    if (status !== 'ok' || dialog === undefined) throw new Error(`no dialog: ${status}`);
    return dialog;
  }

  async function record({ id }: Dialog, more: Readonly<Record<string, string>> = {}) {
    const inputs = { ...INPUTS, ...more };
    const first = await harness.teams.submit(PEOPLE.ann, id, inputs);
    // Asked whether it is known, she says that it is new.
    const asked = first.status === 'ok' ? first.dialog : undefined;
    const isAsked = asked !== undefined && JSON.stringify(asked.card).includes('"id":"f.match"');
    const sent = isAsked
      ? await harness.teams.submit(PEOPLE.ann, asked.id, { ...inputs, 'f.match': 'new' })
      : first;
    if (sent.status !== 'ok' || sent.dialog === undefined) throw new Error(JSON.stringify(sent));
    const answer = textOf(sent.dialog);
    harness.teams.closeDialog(PEOPLE.ann, sent.dialog.id);
    await harness.lab.settle();
    const card = findPosts(harness.driverFor('ann'), 'dm ann', /your complaint/).at(-1);
    if (card === undefined) throw new Error('no card');
    await harness.driverFor('ann').user('ann').press(card, 'details');
    const find = () => harness.teams.dialogs(PEOPLE.ann).at(-1);
    const details = textOf(await harness.teams.until(find, 'the details', 5000));
    await harness.driverFor('ann').user('ann').closeForm();
    return { answer, details };
  }

  it('counts the thread in the form, and keeps it', async () => {
    const dialog = await useAction();
    expect(textOf(dialog)).to.include('Kept: 3 messages of 3 people, with the link.');
    const { answer, details } = await record(dialog);
    expect(answer).to.include('Kept with it: 3 messages of 3 people.');
    for (const words of [
      'Has anybody heard',
      'kazoo lift',
      'on Friday too',
      'Cleo Clarke',
      'Open the message',
    ]) {
      expect(details).to.include(words);
    }
  });

  it('keeps nothing if the reporter leaves it out', async () => {
    const { answer, details } = await record(await useAction(), { 'f.keepSource': 'false' });
    expect(answer).not.to.include('Kept with it');
    expect(details).not.to.include('on Friday too');
  });

  it('keeps the message and its link without the consent of the team, and says what is missing', async () => {
    team().readsAll = false;
    const dialog = await useAction();
    team().readsAll = true;
    expect(textOf(dialog)).to.include('it lacks ChannelMessage.Read.Group');
    const { details } = await record(dialog, { 'f.keepSource': 'true' });
    expect(details).to.include('kazoo lift').and.not.to.include('on Friday too');
  });

  it('keeps nothing by itself where Redress is not installed in the team', async () => {
    const { teams } = harness;
    team().installed = false;
    const dialog = await useAction();
    team().installed = true;
    expect(textOf(dialog)).to.include('Redress is not in this conversation');
    const other = { 'f.description': 'A closed door', 'f.desiredOutcome': 'A key' };
    const { details } = await record(dialog, other);
    expect(details).not.to.include('The conversation it comes from');
    expect(teams.state.teams).to.have.length.above(0);
  });

  it('reads no thread for a person who is not in its team', async () => {
    const members = team().members;
    team().members = members.filter((id) => id !== PEOPLE.ann);
    const opened = useAction().then(textOf, (error: Error) => error.message);
    const said = await opened;
    team().members = members;
    expect(said).not.to.include('Kept: 3');
  });

  it('goes on when Redress is restarted while the form is open', async () => {
    const dialog = await useAction();
    harness.bot.crash();
    await harness.bot.whenUp();
    // other words, so that it is not asked whether the complaint is known
    const other = { 'f.description': 'No answer', 'f.desiredOutcome': 'A call' };
    const { details } = await record(dialog, other);
    expect(details).to.include('on Friday too');
  });

  it('is on no card, and leaves no word in the log', () => {
    const posted = harness.teams
      .channelMessages('Billing')
      .filter(({ from }) => from === harness.teams.botId);
    expect(JSON.stringify(posted)).not.to.match(/on Friday too|Has anybody heard/);
    expect(harness.bot.output).not.to.match(/on Friday too|Has anybody heard|kazoo/);
  });
});
