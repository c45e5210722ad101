import { NotPossible } from '../../not-possible.js';
import type { Bot } from '../bot.js';
import { findChannel, findPerson } from '../channels.js';
import type { Events } from '../events.js';
import type { ResponseTarget } from '../response-urls.js';
import { issueResponseUrl } from '../response-urls.js';
import type { Core } from '../state.js';
import type { Triggers } from '../triggers.js';
import type { Channel, Person } from '../types.js';

/** What the actions of people work with. */
export interface Parts {
  core: Core;
  bot: Bot;
  triggers: Triggers;
  events: Events;
  /** The URL of a `response_url` record. */
  responseUrl: (id: string) => string;
  /** How long an outcome waits for a modal or message after an empty answer, ms. */
  settleMs: number;
}

/**
 * The person who acts.
 *
 * @throws NotPossible when there is no such person, or they were deactivated, or it is the bot.
 */
export function actor(core: Core, id: string): Person {
  const person = findPerson(core, id);
  if (!person || person.isBot) throw new NotPossible(`There is no person ${id} in this workspace.`);
  if (person.deleted) throw new NotPossible(`${person.realName}'s account is deactivated.`);
  return person;
}

/**
 * The conversation a person acts in.
 *
 * @throws NotPossible when it is unknown, or they are not in it.
 */
export function placeOf(core: Core, user: string, idOrName: string): Channel {
  const channel = findChannel(core, idOrName);
  if (!channel) throw new NotPossible(`There is no channel ${idOrName} in this workspace.`);
  if (!channel.members.includes(user)) {
    throw new NotPossible(
      `${actor(core, user).realName} is not in #${channel.name}; join it first.`,
    );
  }
  return channel;
}

/** Makes a `response_url` for one interaction and watches whether it is used. */
export function responseUrlFor(parts: Parts, target: ResponseTarget) {
  const record = issueResponseUrl(parts.core, target);
  const uses = record.usesLeft;
  return { url: parts.responseUrl(record.id), isUsed: () => record.usesLeft < uses };
}

/** Resolves when `done` holds after a change, or when `ms` of real time are over. */
export function settle(core: Core, done: () => boolean, ms: number): Promise<void> {
  if (done() || ms <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(finish, ms);
    const stop = core.listen(() => {
      if (done()) finish();
    });
  });
}
