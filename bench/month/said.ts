import type { Complaint } from '../../src/domain/complaint/complaint.js';
import type { NudgeRecord } from '../../src/domain/complaint/facts.js';
import { COMPLAINT_STATES } from '../../src/domain/complaint/facts.js';
import type { Inbox } from '../../src/domain/inbox/inbox.js';
import type { InboxLine } from '../../src/domain/inbox/line.js';
import { findReader } from '../../src/domain/nudges/nudge-message.js';
import type { PersonId } from '../../src/domain/organisation/person.js';
import type { Office } from './office.js';

/** The nudges of one message or line to a person. */
export interface DecidedNudge {
  /** The message's id, or the line's. */
  readonly delivery: string;
  readonly complaint: string;
  readonly reader: PersonId;
  readonly records: readonly NudgeRecord[];
}

/**
 * - `said`: it stood in a message
 * - `handled`: nothing of it was left to do before its time came
 * - `waits`: its time is still to come
 * - `unsaid`: it was due and was not said
 */
export type Fate = 'said' | 'handled' | 'waits' | 'unsaid';

/** Remembers every nudge to a person and every line that there was: documents forget them in time. */
export class Watch {
  readonly #office: Pick<Office, 'stores' | 'ids' | 'channel' | 'now'>;
  readonly #nudges = new Map<string, DecidedNudge>();
  readonly #lines = new Map<string, { readonly line: InboxLine; readonly isKept: boolean }>();
  readonly #late = new Set<string>();

  constructor(office: Pick<Office, 'stores' | 'ids' | 'channel' | 'now'>) {
    this.#office = office;
  }

  /** Every nudge to a person so far. */
  get nudges(): readonly DecidedNudge[] {
    return [...this.#nudges.values()];
  }

  /** Looks at all documents, when nothing is due. */
  async look(): Promise<void> {
    for (const complaint of await this.#loadComplaints()) {
      for (const record of complaint.nudges) this.#keepRecord(complaint.id, record);
    }
    const lines = (await this.#loadInboxes()).flatMap((inbox) => inbox.lines);
    const present = new Set(lines.map(({ id }) => id));
    for (const [id, { line }] of this.#lines) {
      if (!present.has(id)) this.#lines.set(id, { line, isKept: false });
    }
    for (const line of lines) {
      this.#lines.set(line.id, { line, isKept: true });
      if (line.sent === null && line.sendAt <= this.#office.now()) this.#late.add(line.id);
    }
  }

  /** What became of each nudge. */
  async findFates(): Promise<ReadonlyMap<string, Fate>> {
    const complaints = new Map((await this.#loadComplaints()).map((one) => [one.id, one]));
    const inboxes = new Map((await this.#loadInboxes()).map((one) => [one.id, one]));
    const texts = new Map(this.#office.channel.posts.map(({ key, text }) => [key, text]));
    const toFate = (nudge: DecidedNudge): Fate => {
      const complaint = complaints.get(nudge.complaint);
      const key = this.#findMessage(nudge, complaint, inboxes.get(nudge.reader));
      const known = this.#lines.get(nudge.delivery);
      if (this.#late.has(nudge.delivery)) return 'unsaid';
      if (key !== undefined && texts.get(key)?.includes(nudge.complaint)) return 'said';
      if (isHandled(nudge, known?.line)) return 'handled';
      return known?.isKept && known.line.sent === null ? 'waits' : 'unsaid';
    };
    return new Map(this.nudges.map((nudge) => [nudge.delivery, toFate(nudge)]));
  }

  #keepRecord(complaint: string, record: NudgeRecord): void {
    const { delivery } = record;
    const reader = findReader(record);
    if (reader === null) return;
    const others = this.#nudges.get(delivery)?.records.filter(({ id }) => id !== record.id) ?? [];
    this.#nudges.set(delivery, { delivery, complaint, reader, records: [...others, record] });
  }

  /** The key of the message that a nudge stood in; undefined if there is none. */
  #findMessage(
    { delivery }: DecidedNudge,
    complaint: Complaint | undefined,
    inbox: Inbox | undefined,
  ): string | undefined {
    const digest = this.#lines.get(delivery)?.line.sent?.digest;
    if (digest !== undefined) return inbox?.refs[`digest:${digest}`]?.key;
    return complaint?.refs[`nudge:${delivery}`]?.key;
  }

  async #loadComplaints(): Promise<readonly Complaint[]> {
    const viewer = { person: '', ids: [], memberOf: [], leadOf: [], isOfficer: true };
    const { complaints } = this.#office.stores;
    return complaints.list({ viewer, states: COMPLAINT_STATES, limit: 1000 });
  }

  async #loadInboxes(): Promise<readonly Inbox[]> {
    const { stores, ids } = this.#office;
    const loaded = await Promise.all([...ids.values()].map((id) => stores.inboxes.load(id)));
    return loaded.flatMap((inbox) => inbox ?? []);
  }
}

/** Was all of it settled before it was sent, or was to be? */
function isHandled({ records }: DecidedNudge, line: InboxLine | undefined): boolean {
  if (line === undefined) return false;
  const due = line.sent?.at ?? line.sendAt;
  return records.every(({ settledAt }) => settledAt !== null && settledAt <= due);
}
