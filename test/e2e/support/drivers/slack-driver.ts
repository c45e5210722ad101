import { CHANNELS, PEOPLE } from '../../../../playground/slack/seed.js';
import type { EntryValues, Fault, SlackWorkspace, View } from '../../../../playground/slack/server.js';
import { everythingSaid } from '../../../../playground/users/slack-posts.js';
import type { Entries, Hands, Post, Town } from './platform-driver.js';

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

/** The Slack workspace as a {@link Town}. */
export function slackTown(slack: SlackWorkspace): Town {
  return {
    platform: 'slack',
    forgets: false,
    mischief: FAULTS.map((fault) => ({
      name: `${fault.kind} ${fault.method} ×${fault.times ?? 1}`,
      lostPosts: fault.kind === 'lost-reply' && fault.method === 'chat.postMessage' ? 1 : 0,
      unleash: () => slack.fault(fault),
    })),
    lostAnswers: () => 0,
    said: () => everythingSaid(slack),
    onChange: (watcher) => watching(slack, watcher),
    hands: (name) => new SlackHands(slack, PEOPLE[name]),
    until: async (check, what, ms) => {
      await slack.until(() => check() || undefined, what, ms);
    },
  };
}

/** The longest a timer takes. */
const FOR_EVER_MS = 2 ** 31 - 1;

function watching(slack: SlackWorkspace, watcher: () => void): () => void {
  let isOver = false;
  const look = (): true | undefined => {
    if (isOver) return true;
    watcher();
    return undefined;
  };
  const watch = slack.until(look, 'the end of the test', FOR_EVER_MS);
  watch.catch(() => undefined);
  return () => {
    isOver = true;
    // Any change ends the watching, and with it its timer, which would keep the process.
    const somebody = slack.state.people.find((person) => !person.isBot && !person.deleted);
    if (somebody !== undefined) slack.reactivate(somebody.id);
  };
}

class SlackHands implements Hands {
  private readonly slack: SlackWorkspace;
  private readonly user: string;

  constructor(slack: SlackWorkspace, user: string) {
    this.slack = slack;
    this.user = user;
  }

  async types(words: string): Promise<boolean> {
    const typed = await this.slack.slash(this.user, CHANNELS.general, '/complaint', words);
    return typed.status === 'ok';
  }

  async press({ key }: Post, action: string): Promise<boolean> {
    return (await this.slack.press(this.user, placeOf(key), action)).status === 'ok';
  }

  hasForm(): boolean {
    return this.form() !== undefined;
  }

  async send(entries: Entries): Promise<boolean> {
    const form = this.form();
    if (form === undefined) throw new Error('The form has gone though nobody closed it.');
    const sent = await this.slack.submit(this.user, form.id, valuesOf(entries));
    if (sent.status === 'errors') throw new Error(`Refused: ${JSON.stringify(sent.errors)}`);
    return sent.status === 'closed' || sent.status === 'updated';
  }

  async close(): Promise<void> {
    const left = this.form();
    if (left !== undefined) await this.slack.closeModal(this.user, left.id, true);
  }

  async writesUnder({ key }: Post, text: string): Promise<void> {
    const { channel, ts } = placeOf(key);
    await this.slack.write(this.user, channel, text, ts);
    await this.slack.eventsIdle();
  }

  private form(): View | undefined {
    return this.slack.modals(this.user).at(-1);
  }
}

/** A key is `channel/ts`, see `conversations.ts`. */
function placeOf(key: string): { channel: string; ts: string } {
  const [channel = '', ts = ''] = key.split('/');
  return { channel, ts };
}

function valuesOf(entries: Entries): EntryValues {
  return Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => {
      if (typeof entry === 'string') return [name, entry];
      if (typeof entry === 'boolean') return [name, entry ? ['yes'] : []];
      return [name, entry.moment / 1000];
    }),
  );
}
