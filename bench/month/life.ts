import type { Complaint } from '../../src/domain/complaint/complaint.js';
import { IMPACTS, type Impact } from '../../src/domain/intake/details.js';
import {
  addWorkingDays,
  addWorkingTime,
  nextWorkingMoment,
} from '../../src/domain/organisation/calendar.js';
import type { FieldValue } from '../../src/ports/intake.js';
import { HOURS, type Office } from './office.js';
import type { Random } from './random.js';
import { Watch } from './said.js';
import { findNextStep, HOUR_MS, planStep, type Step, toPayload } from './steps.js';

/** A complaint to come. */
export interface Coming {
  /** When it is recorded, ms UTC. */
  readonly at: number;
  readonly by: string;
  readonly impact: Impact;
  /** Who takes it; null: nobody does. */
  readonly owner: string | null;
}

/** How somebody handles what they have. */
export type Character = 'diligent' | 'neglectful';

interface Plan {
  readonly at: number;
  readonly act: () => Promise<void>;
}

/** A time in an office: complaints come in, people do something about them, and Redress reminds them. */
export class Life {
  readonly #office: Office;
  readonly #random: Random;
  readonly #characters: ReadonlyMap<string, Character>;
  readonly #watch: Watch;
  #plans: readonly Plan[] = [];
  /** The complaints of neglectful people that they will do something about. */
  readonly #onTheirMind = new Set<string>();
  /** How many messages neglectful people have read. */
  #read = 0;

  constructor(office: Office, characters: ReadonlyMap<string, Character>, random: Random) {
    this.#office = office;
    this.#characters = characters;
    this.#random = random;
    this.#watch = new Watch(office);
  }

  /** Lives until `end` (ms UTC, exclusive). Whatever happens, happens when the clock gets there. */
  async live(coming: readonly Coming[], end: number): Promise<Watch> {
    for (const one of coming) this.#plan(one.at, () => this.#file(one));
    for (;;) {
      const next = await this.#findNext();
      if (next === undefined || next >= end) return this.#watch;
      this.#office.moveTo(next);
      for (const { act } of this.#takeDue()) await act();
      await this.#office.settle();
      await this.#watch.look();
      await this.#readMessages();
    }
  }

  #plan(at: number, act: () => Promise<void>): void {
    this.#plans = [...this.#plans, { at, act }].sort((one, other) => one.at - other.at);
  }

  #takeDue(): readonly Plan[] {
    const now = this.#office.now();
    const due = this.#plans.filter(({ at }) => at <= now);
    this.#plans = this.#plans.filter(({ at }) => at > now);
    return due;
  }

  async #findNext(): Promise<number | undefined> {
    const { complaints, inboxes } = this.#office.stores;
    const woken = [...(await complaints.upcoming(1)), ...(await inboxes.upcoming(1))];
    const times = [...woken, ...this.#plans.slice(0, 1)].map(({ at }) => at);
    return times.length === 0 ? undefined : Math.max(Math.min(...times), this.#office.now());
  }

  async #file({ by, impact, owner }: Coming): Promise<void> {
    await this.#office.act(by, {
      kind: 'submission',
      form: 'file',
      context: '',
      values: { ...FILED, impact },
    });
    const id = await this.#findNewest();
    if (owner === null) return;
    const [from, to] = HOURS_TO_TAKE[this.#getCharacter(owner)];
    const hours = this.#random.between(from, to);
    const at = addWorkingTime(HOURS, this.#office.now(), hours * HOUR_MS);
    this.#plan(at, () => this.#take(id, owner));
  }

  async #findNewest(): Promise<string> {
    const viewer = { person: '', ids: [], memberOf: [], leadOf: [], isOfficer: true };
    const { complaints } = this.#office.stores;
    const [newest] = await complaints.list({ viewer, states: ['open'], limit: 1 });
    if (newest === undefined) throw new Error('the complaint was not recorded');
    return newest.id;
  }

  async #take(id: string, owner: string): Promise<void> {
    await this.#office.act(owner, { kind: 'action', action: 'take', value: id });
    if (this.#getCharacter(owner) === 'diligent') await this.#planNext(id, owner);
  }

  /** Somebody diligent plans what they do next. */
  async #planNext(id: string, owner: string): Promise<void> {
    const complaint = await this.#load(id);
    const next = findNextStep(complaint);
    if (next === null) return;
    const { step, at } = planStep(complaint, next, this.#office.now(), this.#random);
    this.#plan(nextWorkingMoment(HOURS, at), async () => {
      await this.#do(id, owner, step);
      await this.#planNext(id, owner);
    });
  }

  async #do(id: string, owner: string, step: Step): Promise<void> {
    const complaint = await this.#load(id);
    const [now, random] = [this.#office.now(), this.#random];
    const isTold = this.#getCharacter(owner) === 'diligent' && random.next() < 0.7;
    await this.#office.act(owner, toPayload(complaint, step, { now, random, isTold }));
    if ((await this.#load(id)).lastLifeAt < now)
      throw new Error(`${owner} could not ${step} ${id}`);
  }

  /** Somebody neglectful reads a message, and does something about it only days later. */
  async #readMessages(): Promise<void> {
    const { posts } = this.#office.channel;
    const fresh = posts.slice(this.#read);
    this.#read = posts.length;
    for (const { to, text } of fresh) {
      if (to === null || this.#characters.get(to) !== 'neglectful') continue;
      for (const id of new Set(text.match(/C-\d+/g))) await this.#putOff(id, to);
    }
  }

  async #putOff(id: string, reader: string): Promise<void> {
    const { assignee } = await this.#load(id);
    if (this.#onTheirMind.has(id) || assignee !== this.#office.ids.get(reader)) return;
    this.#onTheirMind.add(id);
    const days = Math.floor(this.#random.between(1, 5));
    const later = this.#random.between(0, 4) * HOUR_MS;
    const at = addWorkingTime(HOURS, addWorkingDays(HOURS, this.#office.now(), days), later);
    this.#plan(at, async () => {
      this.#onTheirMind.delete(id);
      const step = findNextStep(await this.#load(id));
      if (step !== null) await this.#do(id, reader, step);
    });
  }

  async #load(id: string): Promise<Complaint> {
    const complaint = await this.#office.stores.complaints.load(id);
    if (complaint === undefined) throw new Error(`there is no ${id}`);
    return complaint;
  }

  #getCharacter(name: string): Character {
    return this.#characters.get(name) ?? 'diligent';
  }
}

/** How long it takes them to take a complaint, working hours. */
const HOURS_TO_TAKE: Readonly<Record<Character, readonly [number, number]>> = {
  diligent: [0.1, 0.9],
  neglectful: [0.5, 6],
};

/** Too few words, and no account, for one complaint to seem the same as another. */
export const FILED: Readonly<Record<string, FieldValue>> = {
  complainant: 'Jo Tenant',
  account: '',
  description: 'It is wet.',
  desiredOutcome: 'Dry.',
  means: 'phone',
  isPublic: false,
  category: 'care',
};

/** Most complaints are not critical. */
const CHANCES: Readonly<Record<Impact, number>> = {
  ...{ low: 0.3, medium: 0.35, high: 0.25, critical: 0.1 },
};

/** An impact, critical in one case of ten. */
export function pickImpact(random: Random): Impact {
  const drawn = random.next();
  let sum = 0;
  const found = IMPACTS.find((impact) => {
    sum += CHANCES[impact];
    return drawn < sum;
  });
  return found ?? 'medium';
}
