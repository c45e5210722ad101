import { DateTime } from 'luxon';
import { CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import type { View } from '../../../playground/slack/server.js';
import { everythingSaid, type Said, wordsOf } from '../../../playground/users/slack-posts.js';
import { type Name, Someone } from './drivers/persistent-user.js';
import type { Entries } from './drivers/platform-driver.js';
import type { World } from './harness.js';

/** A complaint's form filled in as it should be. */
export const FILLED: Entries = {
  complainant: 'Mrs Kay',
  description: 'The bill is too high',
  desiredOutcome: 'A corrected bill',
  category: 'wrong-bill',
};

const WAIT_MS = 5000;

/** Ten o'clock on the first Monday that is still to come in London, ms UTC. */
export async function nextMonday(world: World): Promise<number> {
  const today = DateTime.fromMillis(await world.lab.now(), { zone: 'Europe/London' });
  return today.startOf('week').plus({ weeks: 1, hours: 10 }).toMillis();
}

/** Records a complaint by Ann and waits until all of it was sent. Returns its reference. */
export async function file(world: World, values: Entries = FILLED): Promise<string> {
  await new Someone(world, 'ann').complains('', { ...FILLED, ...values });
  await world.lab.settle();
  const card = find(world, 'dm ann', /your complaint/);
  return /C-\d+/.exec(card.says)?.[0] ?? '';
}

/** The newest message in a conversation that says this. */
export function find(world: World, where: string, says: RegExp): Said {
  const found = all(world, where, says).at(-1);
  if (found !== undefined) return found;
  const there = everythingSaid(world.slack).filter((said) => said.where === where);
  const list = there.map((said) => said.says).join('\n  ');
  throw new Error(`Nothing in ${where} says ${says}. There is:\n  ${list}`);
}

/** All messages in a conversation that say this. */
export function all(world: World, where: string, says: RegExp): readonly Said[] {
  return everythingSaid(world.slack).filter((said) => said.where === where && says.test(said.says));
}

/** Opens `/complaint`'s form. */
export async function openForm(world: World, name: Name): Promise<View> {
  const user = PEOPLE[name];
  await world.slack.slash(user, CHANNELS.general, '/complaint', '');
  return modalOf(world, name);
}

/** The modal in front of somebody, as soon as it is there. */
export function modalOf(world: World, name: Name): Promise<View> {
  return world.slack.until(() => world.slack.modals(PEOPLE[name]).at(-1), 'a modal', WAIT_MS);
}

/** Presses a button in a message and waits for its form. */
export async function pressForForm(
  world: World,
  name: Name,
  said: Said,
  action: string,
): Promise<View> {
  await press(world, name, said, action);
  return modalOf(world, name);
}

/** Presses a button in a message. */
export async function press(world: World, name: Name, { message }: Said, action: string) {
  const at = { channel: message.channel, ts: message.ts };
  return world.slack.press(PEOPLE[name], at, action);
}

/** What the bot has told somebody alone, newest last. */
export function notices(world: World, name: Name): readonly string[] {
  return world.slack.ephemerals(PEOPLE[name]).map(wordsOf);
}

/** Waits for a notice to somebody alone that says this. */
export function notice(world: World, name: Name, says: RegExp): Promise<string> {
  const find = () => notices(world, name).find((one) => says.test(one));
  return world.slack.until(find, `a notice that says ${says}`, WAIT_MS);
}

/** Closes whatever modal somebody has open. */
export async function closeAll(world: World, name: Name): Promise<void> {
  const open = world.slack.modals(PEOPLE[name]).at(-1);
  if (open !== undefined) await world.slack.closeModal(PEOPLE[name], open.id, true);
}
