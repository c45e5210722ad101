import { type App, createApp } from '../../src/app/app.js';
import type { Dependencies } from '../../src/app/dependencies.js';
import {
  COMPLAINT_STATES,
  type Complaint,
  type ComplaintId,
} from '../../src/domain/complaint/complaint.js';
import type { Organisation } from '../../src/domain/organisation/organisation.js';
import type { Account, PersonId } from '../../src/domain/organisation/person.js';
import type { ComplaintStore } from '../../src/ports/complaint-store.js';
import type { EventPayload, FieldValue, Reply } from '../../src/ports/intake.js';
import type { Logger } from '../../src/ports/logger.js';
import type { Meter } from '../../src/ports/meter.js';
import { openEmbeddedStores } from '../../src/storage/embedded/stores.js';
import type { Form } from '../../src/views/elements.js';
import { details, MONDAY, organisation } from './domain.js';
import { createFakeChannel, type FakeChannel } from './fake-channel.js';

/** Told of every call on the complaint store; `go` runs it. What it throws, the caller gets. */
export type Around = (
  member: keyof ComplaintStore,
  args: readonly unknown[],
  go: () => Promise<unknown>,
) => Promise<unknown>;

/** The values of a complete intake form. */
export const FILED: Readonly<Record<string, FieldValue>> = {
  complainant: 'Jo Tenant',
  account: 'T-17',
  description: details().description,
  desiredOutcome: details().desiredOutcome,
  impact: 'high',
  means: 'phone',
  isPublic: false,
  category: 'damp',
};

/** The use cases on an embedded store in memory, with nothing real around them. */
export interface TestApp {
  readonly app: App;
  readonly parts: Dependencies;
  readonly channel: FakeChannel;
  readonly organisation: Organisation;
  /** What was logged, as `level message`, with the fields. */
  readonly logs: readonly {
    readonly line: string;
    readonly fields: Readonly<Record<string, unknown>>;
  }[];
  /** What was counted, as `name {labels}`. */
  readonly counts: readonly string[];
  /** What was scheduled, in order. */
  readonly scheduled: readonly { readonly id: ComplaintId; readonly at: number | null }[];
  /** Set to watch or to break calls on the complaint store. */
  around: Around | undefined;
  /** The person's id by the name the organisation of `test/support/domain.ts` has for them. */
  id(name: string): PersonId;
  account(name: string): Account;
  /** A gesture by somebody; the event id is a new one unless told. */
  does(name: string, payload: EventPayload, eventId?: string): Promise<Reply>;
  /** The same from one of somebody's accounts. */
  by(account: Account, payload: EventPayload, eventId?: string): Promise<Reply>;
  press(name: string, action: string, value: string, eventId?: string): Promise<Reply>;
  submit(
    name: string,
    form: string,
    context: string,
    values: Readonly<Record<string, FieldValue>>,
    eventId?: string,
  ): Promise<Reply>;
  /** Files a complaint by the form and gives it as stored; deliveries may still be under way. */
  file(name?: string, values?: Readonly<Record<string, FieldValue>>): Promise<Complaint>;
  load(id: ComplaintId): Promise<Complaint>;
  /** Every complaint there is, newest first. */
  all(): Promise<readonly Complaint[]>;
  /** Until nothing runs in the background. */
  settle(): Promise<void>;
  /** Moves business and real time; nothing wakes by itself. */
  pass(ms: number): void;
  /** Business time only, to a moment. */
  moveTo(at: number): void;
  /** Another process on the same store and platform. */
  another(owner: string, changed?: Partial<Dependencies>): App;
  close(): Promise<void>;
}

/** Where people are: the channel the test looks at, and who has which accounts. */
export interface People {
  readonly channel?: FakeChannel;
  readonly accountsOf?: (name: string) => readonly Account[];
}

/** Opens the use cases with the people of the domain's test organisation, on one Slack workspace unless told. */
export async function openApp(
  given: Organisation = organisation(),
  changed: Partial<Dependencies> = {},
  { channel = createFakeChannel(), accountsOf = (name) => [accountOf(name)] }: People = {},
): Promise<TestApp> {
  const stores = await openEmbeddedStores({ file: ':memory:' });
  const ids = new Map<string, PersonId>();
  for (const name of namesIn(given)) {
    const profile = {
      name: `Name of ${name}`,
      email: `${name}@example.org`,
      zone: 'Europe/London',
    };
    const first = theFirst(accountsOf(name));
    ids.set(name, (await stores.people.ensure(first, profile)).id);
    for (const more of accountsOf(name)) await stores.people.ensure(more, profile);
  }
  const time = { business: MONDAY, real: MONDAY };
  const logs: { line: string; fields: Readonly<Record<string, unknown>> }[] = [];
  const counts: string[] = [];
  const scheduled: { id: ComplaintId; at: number | null }[] = [];
  const watched: { around: Around | undefined } = { around: undefined };
  let made = 0;
  const mint = (prefix: string): string => {
    made += 1;
    return `${prefix}-${made}`;
  };
  const parts: Dependencies = {
    complaints: hooked(stores.complaints, () => watched.around),
    people: stores.people,
    channels: new Map([['slack', channel]]),
    workspaces: { slack: 'T1', teams: null },
    scheduler: { schedule: async (id, at) => void scheduled.push({ id, at }) },
    organisation: resolved(given, ids),
    clock: { now: () => time.business, toRealTime: (at) => at - time.business + time.real },
    realNow: () => time.real,
    newId: () => mint('minted'),
    owner: 'first',
    logger: recordingLogger(logs),
    meter: recordingMeter(counts),
    ...changed,
  };
  const app = createApp(parts);
  const apps = [app];
  const all = (): Promise<readonly Complaint[]> =>
    stores.complaints.list({
      viewer: { person: '', ids: [''], memberOf: [], leadOf: [], isOfficer: true },
      states: COMPLAINT_STATES,
      limit: 1000,
    });
  const test: TestApp = {
    app,
    parts,
    channel,
    organisation: parts.organisation,
    logs,
    counts,
    scheduled,
    get around() {
      return watched.around;
    },
    set around(value) {
      watched.around = value;
    },
    id: (name) => known(ids, name),
    account: (name) => theFirst(accountsOf(name)),
    does: (name, payload, eventId) => test.by(test.account(name), payload, eventId),
    by: (account, payload, eventId = mint('event')) =>
      app.intake.handle({
        eventId,
        account,
        displayName: null,
        zone: null,
        reference: null,
        payload,
      }),
    press: (name, action, value, eventId) =>
      test.does(name, { kind: 'action', action, value }, eventId),
    submit: (name, form, context, values, eventId) =>
      test.does(name, { kind: 'submission', form, context, values }, eventId),
    async file(name = 'rita', values = {}) {
      const before = new Set((await all()).map((one) => one.id));
      const reply = await test.submit(name, 'file', '', { ...FILED, ...values });
      const found = (await all()).find((one) => !before.has(one.id));
      if (found === undefined) throw new Error(`not filed: ${JSON.stringify(reply)}`);
      return found;
    },
    async load(id) {
      const complaint = await stores.complaints.load(id);
      if (complaint === undefined) throw new Error(`no ${id}`);
      return complaint;
    },
    all,
    async settle() {
      for (const one of apps) await one.background.whenIdle();
    },
    pass(ms) {
      time.business += ms;
      time.real += ms;
    },
    moveTo(at) {
      time.business = at;
    },
    another(owner, different = {}) {
      const other = createApp({ ...parts, owner, ...different });
      apps.push(other);
      return other;
    },
    async close() {
      for (const one of apps) one.background.close();
      await test.settle();
      await stores.close();
    },
  };
  return test;
}

/** The form of a reply, or an error that says what it was instead. */
export function formOf(reply: Reply): Form {
  if (reply.kind === 'form') return reply.form;
  throw new Error(`no form: ${JSON.stringify(reply)}`);
}

/** The first line of a notice, or an error that says what it was instead. */
export function noticeOf(reply: Reply): string {
  if (reply.kind === 'notice') return reply.notice.text;
  throw new Error(`no notice: ${JSON.stringify(reply)}`);
}

/** The faults of a reply as `field: message`. */
export function faultsOf(reply: Reply): readonly string[] {
  if (reply.kind !== 'faults') throw new Error(`no faults: ${JSON.stringify(reply)}`);
  return reply.faults.map(({ field, message }) => `${field}: ${message}`);
}

function accountOf(name: string): Account {
  return { platform: 'slack', workspace: 'T1', userId: `U-${name}` };
}

function theFirst(accounts: readonly Account[]): Account {
  const [first] = accounts;
  if (first === undefined) throw new Error('somebody without an account');
  return first;
}

function known(ids: ReadonlyMap<string, PersonId>, name: string): PersonId {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`nobody is called ${name}`);
  return id;
}

function namesIn(given: Organisation): ReadonlySet<string> {
  const teams = [...given.teams.values()];
  const leads = teams.flatMap(({ lead }) => (lead === null ? [] : [lead]));
  const members = teams.flatMap((team) => team.members);
  return new Set([...members, ...leads, ...given.officers, 'rita', 'zoe']);
}

function resolved(given: Organisation, ids: ReadonlyMap<string, PersonId>): Organisation {
  const id = (name: string): PersonId => known(ids, name);
  const teams = [...given.teams].map(([key, team]) => {
    const lead = team.lead === null ? null : id(team.lead);
    return [key, { ...team, members: team.members.map(id), lead }] as const;
  });
  return { ...given, teams: new Map(teams), officers: given.officers.map(id) };
}

function hooked(store: ComplaintStore, around: () => Around | undefined): ComplaintStore {
  return new Proxy(store, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]): Promise<unknown> => {
        const go = async (): Promise<unknown> => member.apply(target, args);
        const watcher = around();
        return watcher === undefined ? go() : watcher(key as keyof ComplaintStore, args, go);
      };
    },
  });
}

function recordingLogger(
  logs: { line: string; fields: Readonly<Record<string, unknown>> }[],
): Logger {
  const at =
    (level: string) =>
    (fields: Readonly<Record<string, unknown>>, message: string): void =>
      void logs.push({ line: `${level} ${message}`, fields });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function recordingMeter(counts: string[]): Meter {
  return {
    count: (name, labels = {}) => void counts.push(`${name} ${JSON.stringify(labels)}`),
    observe: () => undefined,
  };
}
