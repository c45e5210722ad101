import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { DateTime } from 'luxon';
import { renderPlaygroundConfig } from '../../../playground/playground-config.js';
import { openSamples } from '../../../playground/samples/index.js';
import { nextWorkingDay } from '../../../playground/samples/next-working-day.js';
import { openSampleList } from '../../../playground/samples/sample-list.js';
import { PEOPLE } from '../../../playground/slack/seed.js';
import * as teams from '../../../playground/teams/seed.js';
import type { PlatformName, Post } from '../../../playground/users/user-driver.js';
import { type Harness, startHarness } from '../../e2e/support/harness.js';
import { until } from '../reset/harness.js';

const PLATFORMS = { reporter: 'slack', team: 'teams' } as const;
const DAY = 86_400_000;

/** Starts the bot on both platforms, with the playground's organisation or a changed one. */
function start(organisation = renderPlaygroundConfig()): Promise<Harness> {
  return startHarness({ platforms: PLATFORMS, organisation, slack: { settleMs: 250 } });
}

function listPosts({ drivers }: Harness, platform: PlatformName): readonly Post[] {
  return drivers.find((driver) => driver.platform === platform)?.posts() ?? [];
}

/** The message in a conversation that names a person. */
function findPost(harness: Harness, platform: PlatformName, where: string, name: string): Post {
  const found = listPosts(harness, platform).find(
    (one) => one.where === where && one.text.includes(name),
  );
  if (found === undefined) throw new Error(`There is nothing about ${name} in ${where}.`);
  return found;
}

function countOpenForms({ slack, teams: tenant }: Harness): number {
  const open = Object.values(slack.state.modals).flat();
  return open.length + Object.keys(tenant.state.dialogs).length;
}

/** The message of the error that the attempt rejects with. */
async function refusal(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error('The attempt was not refused.');
  return error.message;
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redress-samples-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the sample complaints', () => {
  let harness: Harness;
  before(async function () {
    this.timeout(60_000);
    harness = await start();
  });
  after(() => harness.close());

  it('do not start while one of their people has a form open', async () => {
    const samples = await openSamples(harness);
    const { modal } = await harness.slack.slash(PEOPLE.ann, 'general', '/complaint', 'mine');
    expect(await refusal(samples.add(await harness.lab.now()))).to.equal(
      'Ann Reporter has a form open: send or close it first.',
    );
    expect(harness.slack.modals(PEOPLE.ann).map(({ id }) => id)).to.deep.equal([modal?.id]);
    expect(samples.list).to.include({ state: 'none' });
    await harness.slack.closeModal(PEOPLE.ann, modal?.id ?? '');
  });

  it('report a bot that does not answer, leave no form open, and can be added again', async function () {
    this.timeout(60_000);
    const samples = await openSamples(harness);
    const now = await harness.lab.now();
    await harness.bot.kill();
    expect(await refusal(samples.add(now))).to.equal(
      'Redress did not answer: the command was not taken.',
    );
    expect(countOpenForms(harness)).to.equal(0);
    expect(samples.list.state).to.equal('none');
    await harness.bot.start();
  });

  it('are a new one, one in progress in Teams, and one from Teams that was resolved in Slack', async function () {
    this.timeout(60_000);
    const file = join(folder, 'samples.json');
    const samples = await openSamples({ ...harness, file });
    await harness.lab.moveTo((await harness.lab.now()) + 40 * DAY);
    const now = await harness.lab.now();
    const coming = samples.add(now);
    expect(samples.list.state).to.equal('coming');
    expect(await refusal(samples.add(now))).to.match(/on their way/);
    await coming;
    await harness.lab.settle();

    const untaken = findPost(harness, 'slack', 'billing', 'Margaret Hale');
    expect(untaken.text).to.include('Nobody has it yet');
    expect(untaken.text).to.match(/Still to be completed what they want/);
    expect(untaken.text).to.match(/Complained again .* to @Rita Reyes/);
    expect(untaken.buttons).to.include.members(['take', 'acknowledge']);
    const joined = findPost(harness, 'slack', 'dm rita', 'Margaret Hale');
    expect(joined.text).to.include('you added to it');

    const handled = findPost(harness, 'teams', 'repairs', 'Samuel Okafor');
    expect(handled.text).to.match(/With @Dev Desai.*Acknowledged.*A fitter with the new pump/);
    const due = DateTime.fromMillis(nextWorkingDay(now, 16), { zone: 'Europe/London' });
    expect(handled.text).to.include(due.setLocale('en-GB').toFormat('d LLL yyyy, HH:mm'));
    const replies = harness.teams.channelMessages('Repairs').filter(({ id, root }) => id !== root);
    expect(replies.map(({ from }) => from)).to.deep.equal([teams.PEOPLE.rita]);
    expect(findPost(harness, 'slack', 'dm ben', 'Samuel Okafor').text).to.include('@Dev Desai');

    const resolved = findPost(harness, 'slack', 'billing', 'Priya Nair');
    expect(resolved.text).to.match(
      /Resolved by @Cleo Clarke.*The complainant was told .* · E-mail/,
    );
    expect(resolved.buttons).to.include('follow-up');
    const told = listPosts(harness, 'teams').filter(({ where }) => where === 'dm ann');
    expect(told.map(({ text }) => text).join(' ')).to.match(/went to her old account/);

    expect(countOpenForms(harness)).to.equal(0);
    expect(samples.list.state).to.equal('there');
    expect(samples.list.references).to.have.length(3);
    expect(await refusal(samples.add(now))).to.equal('The sample complaints are there already.');
    const reopened = await openSamples({ ...harness, file });
    expect(reopened.list).to.deep.include({ references: samples.list.references });
    expect(await refusal(reopened.add(now))).to.match(/there already/);
    await reopened.clear();
    expect((await openSampleList(file)).state).to.equal('none');
  });
});

describe('the sample complaints of a changed organisation', () => {
  it('are made if it has their categories, wherever their team works; a reset ends this', async function () {
    this.timeout(60_000);
    const { tenant, changed } = {
      tenant: teams.CHANNELS.general,
      changed: renderPlaygroundConfig()
        .replace(/ {2}payment:\n(?: {4}.*\n)+/, '')
        .replace(teams.CHANNELS.repairs, teams.CHANNELS.general),
    };
    const harness = await start(changed);
    try {
      const samples = await openSamples(harness);
      expect(await refusal(samples.add(await harness.lab.now()))).to.equal(
        'The sample about a refund was left out: your redress.yml has no category payment.',
      );
      expect(samples.list).to.include({ state: 'there' });
      expect(samples.list.references).to.have.length(2);
      expect(countOpenForms(harness)).to.equal(0);
      const [head] = harness.teams.channelMessages(tenant);
      expect(JSON.stringify(head)).to.include('Samuel Okafor').and.to.include('fitter');

      const more = await openSamples(harness);
      const adding = refusal(more.add(await harness.lab.now()));
      await until(() => more.list.references.length > 0);
      await more.clear();
      expect(await adding).to.match(/everything was reset meanwhile/);
      expect(more.list).to.deep.include({ state: 'none', references: [] });
    } finally {
      await harness.close();
    }
  });
});

describe('the list of samples', () => {
  it('counts samples that a crash interrupted as far as they got', async () => {
    const file = join(folder, 'samples.json');
    const list = await openSampleList(file);
    await list.begin();
    expect((await openSampleList(file)).state).to.equal('none');
    await list.add('C-7');
    expect(await openSampleList(file)).to.deep.include({ state: 'there', references: ['C-7'] });
  });

  it('refuses a foreign file', async () => {
    const file = join(folder, 'samples.json');
    for (const text of ['', '{"state":"some","references":[]}', '{"state":"none"}']) {
      writeFileSync(file, text);
      expect(await refusal(openSampleList(file)), text).to.match(/damaged; remove it/);
    }
  });
});

describe('the next working day', () => {
  for (const [now, then] of [
    ['2026-03-26T10:00', '2026-03-27T16:00'],
    ['2026-03-27T23:30', '2026-03-30T16:00'],
    ['2026-03-28T12:00', '2026-03-30T16:00'],
    ['2026-10-25T00:30', '2026-10-26T16:00'],
    ['2026-12-24T18:00', '2026-12-29T16:00'],
    ['2027-03-25T09:00', '2027-03-30T16:00'],
  ] as const) {
    it(`after ${now} in London is ${then}, also over a change of the clocks and over holidays`, () => {
      const at = (text: string) => DateTime.fromISO(text, { zone: 'Europe/London' }).toMillis();
      expect(nextWorkingDay(at(now), 16)).to.equal(at(then));
    });
  }
});
