import { DateTime } from 'luxon';
import { PEOPLE } from '../../../playground/slack/seed.js';
import type { View } from '../../../playground/slack/server.js';
import { toSlackText } from '../../../playground/users/slack-posts.js';
import type {
  Entries,
  PersonName,
  Post,
  SimulatorUsers,
} from '../../../playground/users/user-driver.js';
import { PersistentUser } from './drivers/persistent-user.js';
import { type Harness, type HarnessOptions, startHarness } from './harness.js';

/** A complaint's form, filled in correctly. */
export const VALID_ENTRIES: Entries = {
  complainant: 'Mrs Kay',
  description: 'The bill is too high',
  desiredOutcome: 'A corrected bill',
  category: 'wrong-bill',
  impact: 'critical',
};

const WAIT_MS = 5000;

/** Starts a harness whose clock stands at ten o'clock on a Monday morning in London. */
export async function startOnMonday(options: HarnessOptions = {}): Promise<Harness> {
  const harness = await startHarness(options);
  await harness.lab.moveTo(await findNextMonday(harness));
  return harness;
}

/** Ten o'clock in London on the next Monday after the bot's clock, ms UTC. */
export async function findNextMonday(harness: Harness): Promise<number> {
  const today = DateTime.fromMillis(await harness.lab.now(), { zone: 'Europe/London' });
  return today.startOf('week').plus({ weeks: 1, hours: 10 }).toMillis();
}

/** Ann files a complaint; resolves with its reference when everything was sent. */
export async function fileComplaint(harness: Harness, entries: Entries = {}): Promise<string> {
  await new PersistentUser(harness, 'ann').fileComplaint('', { ...VALID_ENTRIES, ...entries });
  await harness.lab.settle();
  const card = findPost(harness.driverFor('ann'), 'dm ann', /your complaint/);
  return /C-\d+/.exec(card.text)?.[0] ?? '';
}

/** The people of one platform, or a harness with all its platforms. */
type WithPosts = Pick<SimulatorUsers, 'posts'>;

/** All messages in a conversation with this text. */
export function findPosts(users: WithPosts, where: string, text: RegExp): readonly Post[] {
  return users.posts().filter((post) => post.where === where && text.test(post.text));
}

/** The newest message in a conversation with this text. Throws when there is none. */
export function findPost(users: WithPosts, where: string, text: RegExp): Post {
  const found = findPosts(users, where, text).at(-1);
  if (found !== undefined) return found;
  const there = users.posts().map((post) => `${post.where}: ${post.text}`);
  throw new Error(`No message in ${where} matches ${text}. There is:\n  ${there.join('\n  ')}`);
}

/** In Slack: opens the form of `/complaint`, with More details. */
export async function openForm({ slack, driverFor }: Harness, name: PersonName): Promise<View> {
  await driverFor(name).user(name).typeCommand('');
  const form = await waitForModal({ slack }, name);
  await slack.pressInModal(PEOPLE[name], form.id, 'unfold');
  const isWhole = ({ blocks }: View) => blocks.every(({ block_id }) => block_id !== 'unfold');
  const findWhole = () => slack.modals(PEOPLE[name]).filter(isWhole).at(-1);
  return slack.until(findWhole, 'the whole form', WAIT_MS);
}

/** In Slack: the person's modal, as soon as one is open. */
export function waitForModal({ slack }: Pick<Harness, 'slack'>, name: PersonName): Promise<View> {
  return slack.until(() => slack.modals(PEOPLE[name]).at(-1), 'a modal', WAIT_MS);
}

/** In Slack: presses a button of a message and waits for its form. */
export async function pressForForm(
  harness: Harness,
  name: PersonName,
  post: Post,
  action: string,
): Promise<View> {
  await press(harness, name, post, action);
  return waitForModal(harness, name);
}

/** Presses a button of a message once. */
export async function press(
  { driverFor }: Harness,
  name: PersonName,
  post: Post,
  action: string,
): Promise<void> {
  await driverFor(name).user(name).press(post, action);
}

/** In Slack: sends the form for a new complaint; asked whether it is known, the person says that it is new. */
export async function submitAsNew(
  { slack }: Pick<Harness, 'slack'>,
  name: PersonName,
  form: string,
  values: Parameters<Harness['slack']['submit']>[2],
): ReturnType<Harness['slack']['submit']> {
  const isAsked = (): boolean =>
    slack
      .modals(PEOPLE[name])
      .at(-1)
      ?.blocks.some(({ block_id }) => block_id === 'match') === true;
  let sent = await slack.submit(PEOPLE[name], form, values);
  while (sent.status !== 'failed' && isAsked()) sent = await slack.submit(PEOPLE[name], form, {});
  return sent;
}

/** In Slack: waits for a message that only this person sees, with this text. */
export function waitForNotice(
  { slack }: Harness,
  name: PersonName,
  pattern: RegExp,
): Promise<string> {
  const find = (): string | undefined =>
    slack
      .ephemerals(PEOPLE[name])
      .map(toSlackText)
      .find((text) => pattern.test(text));
  return slack.until(find, `a notice that says ${pattern}`, WAIT_MS);
}

/** Closes the person's open form, if any. */
export async function closeForm({ driverFor }: Harness, name: PersonName): Promise<void> {
  await driverFor(name).user(name).closeForm();
}
