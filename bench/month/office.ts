import { type App, createApp } from '../../src/app/app.js';
import type { Dependencies } from '../../src/app/dependencies.js';
import { createUnreadableRecords } from '../../src/app/records/unreadable-records.js';
import type { Calendar } from '../../src/domain/organisation/calendar.js';
import {
  DEFAULT_POLICY,
  type Organisation,
  type Team,
} from '../../src/domain/organisation/organisation.js';
import type { PersonId } from '../../src/domain/organisation/person.js';
import type { EventPayload } from '../../src/ports/intake.js';
import { silentLogger } from '../../src/ports/logger.js';
import { silentMeter } from '../../src/ports/meter.js';
import { type EmbeddedStores, openEmbeddedStores } from '../../src/storage/embedded/stores.js';
import { type AcceptingChannel, createAcceptingChannel } from './accepting-channel.js';

const NINE_TO_FIVE = [{ from: 540, to: 1020 }];

/** When everybody works: Monday to Friday, 9 to 5. */
export const HOURS: Calendar = {
  zone: 'Europe/London',
  week: {
    ...{ 1: NINE_TO_FIVE, 2: NINE_TO_FIVE, 3: NINE_TO_FIVE, 4: NINE_TO_FIVE, 5: NINE_TO_FIVE },
    ...{ 6: [], 7: [] },
  },
  holidays: [],
};

/** More rounds than this at one time: something is due for ever. */
const MOST_ROUNDS = 50;

/** The people of a team, by name. */
export interface Staff {
  readonly members: readonly string[];
  readonly lead: string;
  readonly officers: readonly string[];
  /** They record complaints, and are in no team. */
  readonly reporters: readonly string[];
}

/** The use cases with one team, a platform that takes everything, and a clock that moves when it is told. */
export interface Office {
  readonly app: App;
  readonly stores: EmbeddedStores;
  readonly channel: AcceptingChannel;
  /** The id of each person, by name. */
  readonly ids: ReadonlyMap<string, PersonId>;
  /** Now, ms UTC: business time and real time are the same. */
  now(): number;
  moveTo(at: number): void;
  /** Handles what a person does, and what follows from it. Throws if it is not taken. */
  act(name: string, payload: EventPayload): Promise<void>;
  /** Sweeps until nothing is due and nothing is left to deliver. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** Where an office keeps its data. */
export interface OfficeOptions {
  /** By default in memory. */
  readonly file?: string;
  /** Puts something between the use cases and the stores. */
  readonly wrap?: (stores: EmbeddedStores) => EmbeddedStores;
}

/** Opens an office at `start` (ms UTC), on the embedded store. */
export async function openOffice(
  staff: Staff,
  start: number,
  { file = ':memory:', wrap = (stores) => stores }: OfficeOptions = {},
): Promise<Office> {
  let time = start;
  const now = (): number => time;
  const stores = wrap(await openEmbeddedStores({ file }));
  const ids = await ensurePeople(stores, staff);
  const channel = createAcceptingChannel(now);
  const app = createApp(toDependencies({ stores, channel, now }, toOrganisation(staff, ids)));
  let events = 0;
  return {
    ...{ app, stores, channel, ids, now },
    moveTo: (at) => {
      time = Math.max(time, at);
    },
    async act(name, payload) {
      events += 1;
      const account = toAccount(name);
      const who = { account, displayName: null, zone: null, reference: null };
      const reply = await app.intake.handle({ eventId: `event-${events}`, ...who, payload });
      if (reply.kind === 'faults') throw new Error(`${name}: ${JSON.stringify(reply.faults)}`);
      await app.background.whenIdle();
    },
    settle: () => settle(app, now),
    async close() {
      app.background.close();
      await app.background.whenIdle();
      await stores.close();
    },
  };
}

async function settle({ wakeable, background, deps }: App, now: () => number): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    await wakeable.sweep();
    await background.whenIdle();
    const due = [deps.complaints, deps.inboxes].flatMap((store) => [
      store.dueActions(now(), 1),
      store.dueDeliveries(now(), 1),
    ]);
    if ((await Promise.all(due)).every(({ length }) => length === 0)) return;
  }
  throw new Error(`something is still due after ${MOST_ROUNDS} rounds`);
}

async function ensurePeople(
  { people }: EmbeddedStores,
  { members, lead, officers, reporters }: Staff,
): Promise<ReadonlyMap<string, PersonId>> {
  const ids = new Map<string, PersonId>();
  for (const name of [...members, lead, ...officers, ...reporters]) {
    const profile = { name, email: `${name}@bench.example`, zone: HOURS.zone };
    ids.set(name, (await people.ensure(toAccount(name), profile)).id);
  }
  return ids;
}

function toAccount(name: string) {
  return { platform: 'slack', workspace: 'T1', userId: name } as const;
}

function toOrganisation(staff: Staff, ids: ReadonlyMap<string, PersonId>): Organisation {
  const id = (name: string): PersonId => ids.get(name) ?? name;
  const team: Team = {
    ...{ key: 'care', name: 'Care', group: null, calendar: HOURS },
    place: { platform: 'slack', channel: 'C1' },
    members: staff.members.map(id),
    lead: id(staff.lead),
  };
  const category = { key: 'care', name: 'Care', team: 'care', confidential: false };
  return {
    teams: new Map([['care', team]]),
    categories: new Map([['care', category]]),
    officers: staff.officers.map(id),
    ops: { platform: 'slack', channel: 'C-ops' },
    policy: DEFAULT_POLICY,
  };
}

function toDependencies(
  { stores, channel, now }: Pick<Office, 'stores' | 'channel' | 'now'>,
  organisation: Organisation,
): Dependencies {
  let made = 0;
  const { complaints, matches, inboxes, people, alarms, generations, problems } = stores;
  return {
    ...{ complaints, matches, inboxes, people, alarms, generations, problems, organisation },
    checkGroups: async () => [],
    problemSources: [],
    unreadable: createUnreadableRecords(silentLogger, silentMeter),
    channels: new Map([['slack', channel]]),
    threadReaders: new Map(),
    workspaces: { slack: 'T1', teams: null },
    scheduler: { schedule: async () => undefined },
    clock: { now, toRealTime: (at) => at },
    realNow: now,
    monotonicNow: now,
    newId: () => {
      made += 1;
      return `id-${made}`;
    },
    owner: 'bench',
    logger: silentLogger,
    meter: silentMeter,
  };
}
