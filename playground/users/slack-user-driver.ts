import { CHANNELS, PEOPLE } from '../slack/seed.js';
import type { EntryValues, SlackWorkspace, View } from '../slack/server.js';
import { findMenuChoice, slackPosts, toSlackText } from './slack-posts.js';
import {
  type Entries,
  findMatchChoice,
  objectsIn,
  type PersonName,
  type Post,
  type SimulatorUsers,
  type Submission,
  type UserDriver,
} from './user-driver.js';

/** The people of a Slack workspace. */
export function createSlackUsers(slack: SlackWorkspace): SimulatorUsers {
  return {
    platform: 'slack',
    user: (name) => new SlackUserDriver(slack, name),
    posts: () => slackPosts(slack),
  };
}

/** The button “More details” of a form. */
const UNFOLD = 'unfold';

/** The question whether a complaint is one of those that are known. */
const MATCH = 'match';

/** How often one looks whether a form has its other fields, and how far apart, real ms. */
const MOST_LOOKS = 100;
const LOOK_MS = 20;

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, LOOK_MS);
  });
}

class SlackUserDriver implements UserDriver {
  private readonly slack: SlackWorkspace;
  private readonly name: PersonName;
  private readonly id: string;

  constructor(slack: SlackWorkspace, name: PersonName) {
    this.slack = slack;
    this.name = name;
    this.id = PEOPLE[name];
  }

  get displayName(): string {
    return this.slack.person(this.id)?.realName ?? this.name;
  }

  async typeCommand(words: string): Promise<boolean> {
    const typed = await this.slack.slash(this.id, CHANNELS.general, '/complaint', words);
    return typed.status === 'ok';
  }

  async press({ key }: Post, action: string): Promise<boolean> {
    const at = parseKey(key);
    const message = this.slack.state.messages[at.channel]?.find(({ ts }) => ts === at.ts);
    const inMenu = message === undefined ? undefined : findMenuChoice(message, action);
    const pressed =
      inMenu === undefined
        ? await this.slack.press(this.id, at, action)
        : await this.slack.press(this.id, at, inMenu.menu, inMenu.chosen);
    return pressed.status === 'ok';
  }

  hasForm(): boolean {
    return this.findForm() !== undefined;
  }

  choices(): readonly string[] {
    const values = [...objectsIn(this.findForm()?.blocks)].map(({ value }) => value);
    return values.filter((value) => typeof value === 'string');
  }

  async submit(entries: Entries): Promise<Submission> {
    const form = await this.findWholeForm(Object.keys(entries));
    if (form === undefined) return { status: 'unanswered' };
    const { match, ...others } = entries;
    const values = hasBlock(form, MATCH) ? entries : others;
    const sent = await this.slack.submit(this.id, form.id, toEntryValues(values));
    if (sent.status === 'failed') return { status: 'unanswered' };
    if (sent.errors === undefined) {
      if (!this.isAsked(form.id)) return { status: 'taken' };
      return this.submit({ match: findMatchChoice(this.choices(), match) });
    }
    return { status: 'refused', faults: sent.errors, text: toSlackText(form) };
  }

  /**
   * Is this form still there, to ask whether the complaint is known? It asks again about a complaint that came in
   * meanwhile.
   */
  private isAsked(id: string): boolean {
    const form = this.findForm();
    return form?.id === id && hasBlock(form, MATCH);
  }

  async closeForm(): Promise<void> {
    const form = this.findForm();
    if (form !== undefined) await this.slack.closeModal(this.id, form.id, true);
  }

  async replyInThread({ key }: Post, text: string): Promise<void> {
    const { channel, ts } = parseKey(key);
    await this.slack.write(this.id, channel, text, ts);
  }

  directMessages(): readonly Post[] {
    return slackPosts(this.slack).filter(({ where }) => where === `dm ${this.name}`);
  }

  /**
   * The open form, after “More details” if only that shows what is to be entered; undefined if the bot does not
   * answer that.
   */
  private async findWholeForm(names: readonly string[]): Promise<View | undefined> {
    const form = this.findForm();
    if (form === undefined) throw new Error('The form is gone, though nobody closed it.');
    const blocks = form.blocks.map(({ block_id }) => block_id);
    const isWhole = !blocks.includes(UNFOLD) || names.every((name) => blocks.includes(name));
    if (isWhole) return form;
    await this.slack.pressInModal(this.id, form.id, UNFOLD);
    const isUnfolded = (view = this.findForm()) =>
      view?.blocks.every(({ block_id }) => block_id !== UNFOLD);
    for (let looks = 0; looks < MOST_LOOKS && isUnfolded() !== true; looks += 1) await pause();
    return isUnfolded() === true ? this.findForm() : undefined;
  }

  private findForm(): View | undefined {
    return this.slack.modals(this.id).at(-1);
  }
}

function hasBlock({ blocks }: View, id: string): boolean {
  return blocks.some(({ block_id }) => block_id === id);
}

function parseKey(key: string): { channel: string; ts: string } {
  const [channel = '', ts = ''] = key.split('/');
  return { channel, ts };
}

/** A moment is entered in whole seconds (Slack: "Datetime picker element"), a tick as its option. */
function toEntryValues(entries: Entries): EntryValues {
  return Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => {
      if (typeof entry === 'string') return [name, entry];
      if (typeof entry === 'boolean') return [name, entry ? ['yes'] : []];
      return [name, Math.floor(entry.moment / 1000)];
    }),
  );
}
