import type { RawResponse, RawRoute } from '../http/raw-route.js';
import type { Channel } from '../ports/channel.js';
import type { Wakeable } from '../ports/scheduler.js';
import type { Journal } from './journal.js';

/** Wraps a channel so that the journal records its posts, updates and searches. */
export function channelWithJournal(channel: Channel, journal: Journal): Channel {
  const { platform } = channel;
  const record = <T extends { readonly kind: string }>(what: string, work: () => Promise<T>) =>
    journal.recordTimed('delivery', `${platform} ${what}`, work, ({ kind }) => kind);
  return {
    platform,
    findTurn: (target) => channel.findTurn(target),
    post: (destination, message) => record('post', () => channel.post(destination, message)),
    update: (ref, message) => record('update', () => channel.update(ref, message)),
    findMessage: (destination, id, since) =>
      record('find', () => channel.findMessage(destination, id, since)),
    fetchProfile: (account) => channel.fetchProfile(account),
    findAccountByEmail: (email) => channel.findAccountByEmail(email),
    checkAccount: (account) => channel.checkAccount(account),
  };
}

/** Wraps a scheduler's target so that the journal records every job. */
export function wakeableWithJournal(target: Wakeable, journal: Journal): Wakeable {
  const done = (): string => 'done';
  return {
    wake: (document) =>
      journal.recordTimed('job', `wake ${document.id}`, () => target.wake(document), done),
    sweep: () => journal.recordTimed('job', 'sweep', () => target.sweep(), done),
  };
}

/** Wraps a route so that the journal records every request with its status. */
export function routeWithJournal(route: RawRoute, journal: Journal): RawRoute {
  const outcome = ({ status }: RawResponse): string => String(status);
  return {
    path: route.path,
    handle: (request) =>
      journal.recordTimed('request', route.path, () => route.handle(request), outcome),
  };
}
