import { DateTime } from 'luxon';
import { CHANNELS, PEOPLE } from '../teams/seed.js';
import type { Dialog, TeamsTenant } from '../teams/server.js';
import { teamsPosts, toTeamsText } from './teams-posts.js';
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

/** The message extension that opens the form (the app's manifest). */
const COMMAND = 'complaint';

/** The people of a Teams tenant. */
export function createTeamsUsers(teams: TeamsTenant): SimulatorUsers {
  return {
    platform: 'teams',
    user: (name) => new TeamsUserDriver(teams, name),
    posts: () => teamsPosts(teams),
  };
}

/** A moment as Teams' two fields of a date take it, in a person's own IANA zone. */
export function toDateInputs(moment: number, zone: string): { date: string; time: string } {
  const at = DateTime.fromMillis(moment, { zone });
  return { date: at.toFormat('yyyy-MM-dd'), time: at.toFormat('HH:mm') };
}

class TeamsUserDriver implements UserDriver {
  private readonly teams: TeamsTenant;
  private readonly name: PersonName;
  private readonly id: string;
  /** Words typed with the command: a message extension takes none, they go into the form. */
  private words = '';

  constructor(teams: TeamsTenant, name: PersonName) {
    this.teams = teams;
    this.name = name;
    this.id = PEOPLE[name];
  }

  get displayName(): string {
    return this.teams.person(this.id)?.name ?? this.name;
  }

  async typeCommand(words: string): Promise<boolean> {
    this.words = words;
    const where = { conversation: CHANNELS.general };
    return (await this.teams.extension(this.id, COMMAND, where)).status === 'ok';
  }

  async press({ key }: Post, action: string): Promise<boolean> {
    const [conversation = '', activity = ''] = key.split('/');
    const pressed = await this.teams.press(this.id, { conversation, activity }, { action });
    return pressed.status === 'ok';
  }

  hasForm(): boolean {
    return this.findForm() !== undefined;
  }

  choices(): readonly string[] {
    const values = [...objectsIn(this.findForm()?.card)].map(({ value }) => value);
    return values.filter((value) => typeof value === 'string');
  }

  async submit(entries: Entries): Promise<Submission> {
    const form = this.findForm();
    if (form === undefined) throw new Error('The dialog is gone, though nobody closed it.');
    const typed: Entries = this.words === '' ? {} : { description: this.words };
    const inputs = this.toInputs({ ...typed, ...entries });
    const sent = await this.teams.submit(this.id, form.id, inputs);
    if (sent.status === 'failed') return { status: 'unanswered' };
    const shown = sent.dialog;
    // The bot asks again about a known complaint that came in meanwhile.
    if (shown !== undefined && asksAnew(form, shown)) {
      return this.submit({ ...entries, match: findMatchChoice(this.choices(), entries.match) });
    }
    if (sent.errors !== undefined || (shown !== undefined && isSameForm(form, shown))) {
      const text = shown === undefined ? '' : toTeamsText({ attachments: [shown.card] });
      return { status: 'refused', faults: sent.errors ?? {}, text };
    }
    this.words = '';
    // What is left to read, or another form that follows, as after recording a complaint.
    if (entries.match === undefined || entries.match === 'new') await this.closeForm();
    return { status: 'taken' };
  }

  async closeForm(): Promise<void> {
    for (const { id } of this.teams.dialogs(this.id)) this.teams.closeDialog(this.id, id);
  }

  async replyInThread({ key }: Post, text: string): Promise<void> {
    const [conversation = ''] = key.split('/');
    await this.teams.write(this.id, conversation, text);
  }

  directMessages(): readonly Post[] {
    return teamsPosts(this.teams).filter(({ where }) => where === `dm ${this.name}`);
  }

  private findForm(): Dialog | undefined {
    return this.teams.dialogs(this.id)[0];
  }

  private toInputs(entries: Entries): Record<string, string> {
    const zone = this.teams.person(this.id)?.tz ?? 'UTC';
    const inputs: Record<string, string> = {};
    for (const [name, entry] of Object.entries(entries)) {
      if (typeof entry === 'object') {
        const { date, time } = toDateInputs(entry.moment, zone);
        inputs[`f.${name}.date`] = date;
        inputs[`f.${name}.time`] = time;
      } else inputs[`f.${name}`] = String(entry);
    }
    return inputs;
  }
}

/** After sending the same form is shown again with words about what is wrong in it. */
function isSameForm(sent: Dialog, shown: Dialog): boolean {
  return findSubmission(shown) !== undefined && findSubmission(shown) === findSubmission(sent);
}

/** Does the shown form ask about known complaints that the sent one did not show? */
function asksAnew(sent: Dialog, shown: Dialog): boolean {
  const asks = [...objectsIn(shown.card)].some(({ id }) => id === 'f.match');
  return asks && findContext(shown) !== findContext(sent);
}

/** What a form carries to its submission; undefined for a page to read. */
function findContext({ card }: Dialog): unknown {
  return [...objectsIn(card)].find(({ submission }) => submission !== undefined)?.context;
}

/** The id with which a form is sent; undefined for a page to read. */
function findSubmission({ card }: Dialog): unknown {
  return [...objectsIn(card)].find(({ submission }) => submission !== undefined)?.submission;
}
