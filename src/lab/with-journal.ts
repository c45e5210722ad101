import type { RawResponse, RawRoute } from '../http/raw-route.js';
import type { Channel } from '../ports/channel.js';
import type { Wakeable } from '../ports/scheduler.js';
import type { Journal } from './journal.js';

/** The same channel, with every call noted as a delivery. */
export function channelWithJournal(channel: Channel, journal: Journal): Channel {
  const outcome = (result: { readonly kind: string }): string => result.kind;
  const on = (what: string): string => `${channel.platform} ${what}`;
  return {
    platform: channel.platform,
    post: (target, message) =>
      journal.recordTimed('delivery', on('post'), () => channel.post(target, message), outcome),
    update: (ref, message) =>
      journal.recordTimed('delivery', on('update'), () => channel.update(ref, message), outcome),
    findMessage: (target, id, since) =>
      journal.recordTimed(
        'delivery',
        on('find'),
        () => channel.findMessage(target, id, since),
        outcome,
      ),
    fetchProfile: (account) => channel.fetchProfile(account),
    findAccountByEmail: (email) => channel.findAccountByEmail(email),
  };
}

/** The same target of the scheduler, with every job noted. */
export function wakeableWithJournal(target: Wakeable, journal: Journal): Wakeable {
  const done = (): string => 'done';
  return {
    wake: (id) => journal.recordTimed('job', `wake ${id}`, () => target.wake(id), done),
    sweep: () => journal.recordTimed('job', 'sweep', () => target.sweep(), done),
  };
}

/** The same route, with every request noted by its status. */
export function routeWithJournal(route: RawRoute, journal: Journal): RawRoute {
  const outcome = ({ status }: RawResponse): string => String(status);
  return {
    path: route.path,
    handle: (request) =>
      journal.recordTimed('request', route.path, () => route.handle(request), outcome),
  };
}
