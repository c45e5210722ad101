import { DateTime } from 'luxon';
import { CHANNELS, PEOPLE } from '../../../../playground/teams/seed.js';
import type { Dialog, Fault, TeamsTenant } from '../../../../playground/teams/server.js';
import type { Entries, Hands, Post, Town } from './platform-driver.js';
import { everythingPosted, wordsOf } from '../../../../playground/users/teams-posts.js';

/** The first loses the answer to a post. */
const FAULTS: readonly Fault[] = [
  { kind: 'lost-reply', operation: 'send' },
  { kind: 'lost-reply', operation: 'create' },
  { kind: 'http-504-done', operation: 'send' },
  { kind: 'http-504-done', operation: 'create' },
  { kind: 'lost-reply', operation: 'update' },
  { kind: 'slow-reply', operation: 'send', ms: 700 },
  { kind: 'slow-reply', operation: 'create', ms: 700 },
  { kind: 'slow', operation: 'token', ms: 700 },
  { kind: 'http-500', operation: 'token' },
  { kind: 'lost-reply', operation: 'token' },
  { kind: 'http-412', operation: 'send' },
  { kind: 'http-429', operation: 'create' },
  { kind: 'http-502', operation: 'send' },
  { kind: 'http-504', operation: 'update' },
  { kind: 'http-500', operation: 'update' },
  { kind: 'lost-answer', operation: 'invoke' },
  { kind: 'twice', operation: 'invoke' },
  { kind: 'lost-answer', operation: 'message' },
  { kind: 'twice', operation: 'message' },
];

const LOSING: readonly Fault['kind'][] = ['lost-reply', 'http-504-done'];

function isPost(operation: unknown): boolean {
  return operation === 'send' || operation === 'create';
}

/** Posts that were carried out and not answered so: the connection broke (0), or it said 504. */
function lostAnswers(teams: TeamsTenant): number {
  const posts = teams.requests().filter(({ operation }) => isPost(operation));
  return posts.filter(({ status }) => status === 0 || status === 504).length;
}

/** The tenant as a {@link Town}. */
export function teamsTown(teams: TeamsTenant): Town {
  return {
    platform: 'teams',
    forgets: true,
    mischief: FAULTS.map((fault) => ({
      name: `${fault.kind} ${fault.operation}`,
      lostPosts: LOSING.includes(fault.kind) && isPost(fault.operation) ? 1 : 0,
      unleash: () => teams.fault(fault),
    })),
    lostAnswers: () => lostAnswers(teams),
    said: () => everythingPosted(teams),
    onChange: (watcher) => teams.listen(watcher),
    hands: (name) => new TeamsHands(teams, PEOPLE[name]),
    until: async (check, what, ms) => {
      await teams.until(() => check() || undefined, what, ms);
    },
  };
}

/** A dialog with something to fill in: the one that was sent, with its faults. */
function asksAgain({ card }: Dialog): boolean {
  return JSON.stringify(card).includes('"type":"Input.');
}

class TeamsHands implements Hands {
  private readonly teams: TeamsTenant;
  private readonly user: string;
  /** What was typed: a message extension has no words, they go into the form. */
  private words = '';

  constructor(teams: TeamsTenant, user: string) {
    this.teams = teams;
    this.user = user;
  }

  async types(words: string): Promise<boolean> {
    this.words = words;
    const where = { conversation: CHANNELS.general };
    return (await this.teams.extension(this.user, 'complaint', where)).status === 'ok';
  }

  async press({ key }: Post, action: string): Promise<boolean> {
    const [conversation = '', activity = ''] = key.split('/');
    const pressed = await this.teams.press(this.user, { conversation, activity }, { action });
    return pressed.status === 'ok';
  }

  hasForm(): boolean {
    return this.teams.dialogs(this.user).length > 0;
  }

  async send(entries: Entries): Promise<boolean> {
    const [dialog] = this.teams.dialogs(this.user);
    if (dialog === undefined) throw new Error('The dialog has gone though nobody closed it.');
    const typed: Entries = this.words === '' ? {} : { description: this.words };
    const inputs = this.inputsOf({ ...typed, ...entries });
    const sent = await this.teams.submit(this.user, dialog.id, inputs);
    if (sent.status === 'invalid') throw new Error(`Refused: ${JSON.stringify(sent.errors)}`);
    if (sent.status === 'failed') return false;
    if (sent.dialog !== undefined && asksAgain(sent.dialog)) {
      throw new Error(`Refused: ${wordsOf({ attachments: [sent.dialog.card] })}`);
    }
    this.words = '';
    return true;
  }

  async close(): Promise<void> {
    for (const { id } of this.teams.dialogs(this.user)) this.teams.closeDialog(this.user, id);
  }

  async writesUnder({ key }: Post, text: string): Promise<void> {
    const [conversation = ''] = key.split('/');
    await this.teams.write(this.user, conversation, text);
    await this.teams.eventsIdle();
  }

  private inputsOf(entries: Entries): Record<string, string> {
    const zone = this.teams.person(this.user)?.tz ?? 'UTC';
    const inputs: Record<string, string> = {};
    for (const [name, entry] of Object.entries(entries)) {
      if (typeof entry === 'object') {
        const at = DateTime.fromMillis(entry.moment, { zone });
        inputs[`f.${name}.date`] = at.toFormat('yyyy-MM-dd');
        inputs[`f.${name}.time`] = at.toFormat('HH:mm');
      } else inputs[`f.${name}`] = String(entry);
    }
    return inputs;
  }
}
