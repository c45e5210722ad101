import type { Fault, SlackWorkspace } from '../../../../playground/slack/server.js';
import { createSlackUsers } from '../../../../playground/users/slack-user-driver.js';
import type { PlatformDriver } from './platform-driver.js';

/** The first loses the answer to a post. */
const FAULTS: readonly Fault[] = [
  { kind: 'lost-reply', method: 'chat.postMessage' },
  { kind: 'lost-reply', method: 'chat.postMessage', times: 2 },
  { kind: 'lost-reply', method: 'chat.update' },
  { kind: 'http-500', method: 'chat.postMessage' },
  { kind: 'http-500', method: 'chat.update' },
  { kind: 'http-500', method: 'conversations.history' },
  { kind: 'http-500', method: 'conversations.replies' },
  { kind: 'http-500', method: 'conversations.open' },
  { kind: 'lost-answer', method: 'interactive' },
  { kind: 'twice', method: 'interactive' },
];

/** The Slack workspace as a {@link PlatformDriver}. */
export function createSlackDriver(slack: SlackWorkspace): PlatformDriver {
  return {
    ...createSlackUsers(slack),
    keepsNoIds: false,
    faults: FAULTS.map((fault) => ({
      name: `${fault.kind} ${fault.method} ×${fault.times ?? 1}`,
      lostPosts: fault.kind === 'lost-reply' && fault.method === 'chat.postMessage' ? 1 : 0,
      inject: () => slack.fault(fault),
    })),
    countLostAnswers: () => 0,
    onChange: (listener) => watchChanges(slack, listener),
    until: async (check, what, ms) => {
      await slack.until(() => check() || undefined, what, ms);
    },
    eventsIdle: () => slack.eventsIdle(),
  };
}

/** The longest time that `setTimeout` takes, ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

function watchChanges(slack: SlackWorkspace, listener: () => void): () => void {
  let isOver = false;
  const look = (): true | undefined => {
    if (isOver) return true;
    listener();
    return undefined;
  };
  const watch = slack.until(look, 'the end of the test', LONGEST_TIMER_MS);
  watch.catch(() => undefined);
  return () => {
    isOver = true;
    // Any change ends the watch, and with it its timer, which would keep the process alive.
    const person = slack.state.people.find((one) => !one.isBot && !one.deleted);
    if (person !== undefined) slack.reactivate(person.id);
  };
}
