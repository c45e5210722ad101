import { expect } from 'chai';
import { PEOPLE } from '../../../playground/slack/seed.js';
import type { View } from '../../../playground/slack/server.js';
import { slackPosts } from '../../../playground/users/slack-posts.js';
import type { PersonName } from '../../../playground/users/user-driver.js';
import { PersistentUser } from '../support/drivers/persistent-user.js';
import type { Harness } from '../support/harness.js';
import {
  closeForm,
  fileComplaint,
  findPost,
  openForm,
  pressForForm,
  startOnMonday,
} from '../support/intake-helpers.js';
import { forgeInteraction, forgeSubmission, sendForged } from './forged-requests.js';

/** Details of a confidential complaint: only the people who may see it may read them. */
const SECRET = {
  complainant: 'Quillfeather',
  account: 'ACC-9931',
  description: 'shouted at the counter by a xylophonist',
  desiredOutcome: 'an apology on vellum',
} as const;
/** A complaint of the billing team that is not confidential. */
const OPEN = { account: 'ACC-5512', description: 'The oboe was late' } as const;
const WORDS = 'They called me, too.';

const UNKNOWN = 'No complaint that you can see';
/** Who may not see a confidential complaint of the billing team. */
const OTHERS = ['ben', 'cleo', 'dev', 'rita'] as const;
/** Who may not see its complaints that are not confidential. */
const OUTSIDERS = ['dev', 'rita'] as const;

function findSecrets(text: string): readonly string[] {
  return Object.values(SECRET).filter((words) => text.includes(words));
}

describe('adding to and linking complaints that somebody may not see', function () {
  this.timeout(60_000);
  let harness: Harness;
  let secret: string;
  let open: string;

  before(async function () {
    this.timeout(120_000);
    harness = await startOnMonday({ env: { LOG_LEVEL: 'debug' } });
    secret = await fileComplaint(harness, { ...SECRET, category: 'staff-conduct' });
    open = await fileComplaint(harness, OPEN);
  });
  after(() => harness.close());

  const text = (value: string) => ({ type: 'plain_text_input', value });
  const choice = (value: string) => ({ type: 'static_select', selected_option: { value } });

  /** Sends an open form with another state and these values; returns what the person is shown. */
  async function forge(
    name: PersonName,
    toState: (form: View) => object,
    values: Parameters<typeof forgeSubmission>[2],
  ): Promise<string> {
    const form = await openForm(harness, name);
    const private_metadata = JSON.stringify(toState(form));
    const forged = forgeSubmission(name, { ...form, private_metadata }, values);
    const { status, body } = await sendForged(harness, forgeInteraction(forged));
    expect(status).to.equal(200);
    await closeForm(harness, name);
    await harness.lab.settle();
    return JSON.stringify(body);
  }

  /** Sends the form to add to a complaint, as somebody who entered this account. */
  const add = (name: PersonName, reference: string, account: string): Promise<string> =>
    forge(
      name,
      () => ({
        ...{ submission: `${name} ${reference} ${account}`, form: 'add-report' },
        context: `${reference}\n${account}\n\n`,
        fields: Object.entries({ receivedAt: 'moment', means: 'choice', words: 'text' }),
      }),
      { means: choice('phone'), words: text(WORDS) },
    );

  /** Sends the form for a new complaint as one that is linked to this one. */
  const link = (name: PersonName, reference: string): Promise<string> =>
    forge(
      name,
      (form) => {
        const state = JSON.parse(form.private_metadata) as { fields: readonly unknown[] };
        return { ...state, fields: [...state.fields, ['match', 'choice']] };
      },
      {
        ...{ description: text(`Too loud, ${reference}`), category: choice('late-repair') },
        match: choice(`link:${reference}`),
      },
    );

  const openDetails = async (name: PersonName, where: string, pattern: RegExp): Promise<string> => {
    const view = await pressForForm(harness, name, findPost(harness, where, pattern), 'details');
    await closeForm(harness, name);
    return JSON.stringify(view);
  };
  const dump = (where = ''): string =>
    JSON.stringify(slackPosts(harness.slack).filter((post) => post.where.startsWith(where)));

  for (const name of OTHERS) {
    it(`lets ${name}, who knows the account, not add to a confidential one: as if there were none`, async () => {
      const before = dump();
      for (const account of [SECRET.account, SECRET.account.toLowerCase(), '', 'ACC-1']) {
        const answer = await add(name, secret, account);
        expect(answer).to.include(UNKNOWN);
        expect(findSecrets(answer)).to.deep.equal([]);
        expect(await add(name, 'C-99999', account), account).to.equal(answer);
      }
      expect(dump()).to.equal(before);
    });

    it(`lets ${name} not link to a confidential one, and names it as one that does not exist`, async () => {
      const answer = await link(name, secret);
      expect(answer).to.include(UNKNOWN);
      expect(await link(name, 'C-99999')).to.equal(answer);
      expect(findSecrets(answer)).to.deep.equal([]);
    });
  }

  it('shows nothing of it to those who may see the confidential one', async () => {
    const places = { ann: 'dm ann', lena: 'billing', omar: 'billing' } as const;
    for (const [name, where] of Object.entries(places)) {
      const details = await openDetails(name as PersonName, where, new RegExp(secret));
      expect(details, name).to.include('xylophonist');
      expect(details, name).not.to.include('Linked complaints').and.not.include(WORDS);
    }
  });

  for (const [n, name] of OUTSIDERS.entries()) {
    it(`hides a complaint of another team from ${name}, with another account and the words alone`, async () => {
      for (const account of ['', 'ACC-551', 'oboe']) {
        const answer = await add(name, open, account);
        expect(answer).to.include(UNKNOWN).and.not.include('oboe was');
      }
      expect(await link(name, open)).to.include(UNKNOWN);
      expect(dump(`dm ${name}`)).not.to.include('oboe');
    });

    it(`shows it to ${name} with the account, as to its reporter: no note and nothing of the thread`, async () => {
      const card = () => findPost(harness, 'billing', new RegExp(`${open} ·`));
      expect(await add(name, open, OPEN.account)).to.include('You are a reporter of it now');
      if (n === 0) await new PersistentUser(harness, 'ben').press(card, 'take');
      await harness.lab.settle();
      const note = 'The bassoon again, between us.';
      const entries = { audience: 'team', text: note };
      await new PersistentUser(harness, 'ben').submitForm(card, 'update', entries);
      await new PersistentUser(harness, 'cleo').replyInThread(card(), note);
      await harness.lab.settle();
      const own = findPost(harness, `dm ${name}`, new RegExp(`${open} · you added to it`));
      expect(own.text)
        .to.include('The oboe was late')
        .and.match(/It is with @?Ben/);
      const details = await openDetails(name, `dm ${name}`, /you added to it/);
      expect(details).to.include(WORDS);
      expect(details + dump(`dm ${name}`)).not.to.include('bassoon');
      expect(findSecrets(dump(`dm ${name}`))).to.deep.equal([]);
    });
  }

  it('names in the details of a linked one only what its reader may see', async () => {
    const ids: string[] = [];
    for (const reference of [secret, open]) {
      await link('ann', reference);
      const card = findPost(harness, 'dm ann', new RegExp(`Too loud, ${reference}`));
      ids.push(/C-\d+/.exec(card.text)?.[0] ?? '');
    }
    const [toSecret = '', toOpen = ''] = ids;
    const read = (name: PersonName, where: string, id: string) =>
      openDetails(name, where, new RegExp(`${id} ·`));
    expect(await read('ann', 'dm ann', toSecret)).to.include(`Open ${secret}`);
    expect(await read('ann', 'dm ann', toOpen)).to.include(`Open ${open}`);
    expect(await read('dev', 'repairs', toSecret)).not.to.include(`Open ${secret}`);
    expect(await read('dev', 'repairs', toOpen)).to.include(`Open ${open}`);
    const omars = findPost(harness, 'billing', new RegExp(`${open} ·`));
    const bens = await pressForForm(harness, 'ben', omars, 'details');
    expect(JSON.stringify(bens)).not.to.include(toOpen);
    await closeForm(harness, 'ben');
    expect(harness.slack.modals(PEOPLE.ben)).to.deep.equal([]);
  });

  it('leaves none of these words in the log, at debug', () => {
    const { output } = harness.bot;
    const words = [...Object.values(SECRET), ...Object.values(OPEN), WORDS, 'bassoon'];
    expect(output).to.match(/Redress is ready/);
    expect(words.filter((one) => output.includes(one))).to.deep.equal([]);
  });
});
