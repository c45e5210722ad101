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
import { createDetails, createOrganisation, MONDAY } from './domain.js';
import { createFakeChannel, type FakeChannel } from './fake-channel.js';

/** Told of every call on the complaint store; `go` runs it. What it throws, the caller gets. */
export type StoreInterceptor = (
  member: keyof ComplaintStore,
  args: readonly unknown[],
  go: () => Promise<unknown>,
) => Promise<unknown>;

/** The values of a complete intake form. */
export const FILING_VALUES: Readonly<Record<string, FieldValue>> = {
  complainant: 'Jo Tenant',
  account: 'T-17',
  description: createDetails().description,
  desiredOutcome: createDetails().desiredOutcome,
  impact: 'high',
  means: 'phone',
  isPublic: false,
  category: 'damp',
};

/** The use cases on an embedded store in memory, with nothing real around them. */
export interface TestApp {
  readonly app: App;
  readonly deps: Dependencies;
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
  interceptStore: StoreInterceptor | undefined;
  /** The person's id by the name the organisation of `test/support/domain.ts` has for them. */
  personId(name: string): PersonId;
  account(name: string): Account;
  /** A gesture by somebody; the event id is a new one unless told. */
  send(name: string, payload: EventPayload, eventId?: string): Promise<Reply>;
  /** The same from one of somebody's accounts. */
  sendFrom(account: Account, payload: EventPayload, eventId?: string): Promise<Reply>;
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
  listAll(): Promise<readonly Complaint[]>;
  /** Until nothing runs in the background. */
  settle(): Promise<void>;
  /** Moves business and real time; nothing wakes by itself. */
  advance(ms: number): void;
  /** Business time only, to a moment. */
  setBusinessTime(at: number): void;
  /** Another process on the same store and platform. */
  startAnother(owner: string, changed?: Partial<Dependencies>): App;
  close(): Promise<void>;
}

/** Where people are: the channel the test looks at, and who has which accounts. */
export interface TestAccounts {
  readonly channel?: FakeChannel;
  readonly findAccounts?: (name: string) => readonly Account[];
}

/** Opens the use cases with the people of the domain's test organisation, on one Slack workspace unless told. */
export async function openApp(
  given: Organisation = createOrganisation(),
  changed: Partial<Dependencies> = {},
  {
    channel = createFakeChannel(),
    findAccounts: accountsOf = (name) => [toSlackAccount(name)],
  }: TestAccounts = {},
): Promise<TestApp> {
  const stores = await openEmbeddedStores({ file: ':memory:' });
  const ids = new Map<string, PersonId>();
  for (const name of collectNames(given)) {
    const profile = {
      name: `Name of ${name}`,
      email: `${name}@example.org`,
      zone: 'Europe/London',
    };
    const first = getFirst(accountsOf(name));
    ids.set(name, (await stores.people.ensure(first, profile)).id);
    for (const more of accountsOf(name)) await stores.people.ensure(more, profile);
  }
  const time = { business: MONDAY, real: MONDAY };
  const logs: { line: string; fields: Readonly<Record<string, unknown>> }[] = [];
  const counts: string[] = [];
  const scheduled: { id: ComplaintId; at: number | null }[] = [];
  const interception: { around: StoreInterceptor | undefined } = { around: undefined };
  let made = 0;
  const createId = (prefix: string): string => {
    made += 1;
    return `${prefix}-${made}`;
  };
  const deps: Dependencies = {
    complaints: withInterceptor(stores.complaints, () => interception.around),
    people: stores.people,
    channels: new Map([['slack', channel]]),
    workspaces: { slack: 'T1', teams: null },
    scheduler: { schedule: async (id, at) => void scheduled.push({ id, at }) },
    organisation: withPersonIds(given, ids),
    clock: { now: () => time.business, toRealTime: (at) => at - time.business + time.real },
    realNow: () => time.real,
    newId: () => createId('minted'),
    owner: 'first',
    logger: createLogRecorder(logs),
    meter: createMeterRecorder(counts),
    ...changed,
  };
  const app = createApp(deps);
  const apps = [app];
  const all = (): Promise<readonly Complaint[]> =>
    stores.complaints.list({
      viewer: { person: '', ids: [''], memberOf: [], leadOf: [], isOfficer: true },
      states: COMPLAINT_STATES,
      limit: 1000,
    });
  const test: TestApp = {
    app,
    deps,
    channel,
    organisation: deps.organisation,
    logs,
    counts,
    scheduled,
    get interceptStore() {
      return interception.around;
    },
    set interceptStore(value) {
      interception.around = value;
    },
    personId: (name) => getPersonId(ids, name),
    account: (name) => getFirst(accountsOf(name)),
    send: (name, payload, eventId) => test.sendFrom(test.account(name), payload, eventId),
    sendFrom: (account, payload, eventId = createId('event')) =>
      app.intake.handle({
        eventId,
        account,
        displayName: null,
        zone: null,
        reference: null,
        payload,
      }),
    press: (name, action, value, eventId) =>
      test.send(name, { kind: 'action', action, value }, eventId),
    submit: (name, form, context, values, eventId) =>
      test.send(name, { kind: 'submission', form, context, values }, eventId),
    async file(name = 'rita', values = {}) {
      const before = new Set((await all()).map((one) => one.id));
      const reply = await test.submit(name, 'file', '', { ...FILING_VALUES, ...values });
      const found = (await all()).find((one) => !before.has(one.id));
      if (found === undefined) throw new Error(`not filed: ${JSON.stringify(reply)}`);
      return found;
    },
    async load(id) {
      const complaint = await stores.complaints.load(id);
      if (complaint === undefined) throw new Error(`no ${id}`);
      return complaint;
    },
    listAll: all,
    async settle() {
      for (const one of apps) await one.background.whenIdle();
    },
    advance(ms) {
      time.business += ms;
      time.real += ms;
    },
    setBusinessTime(at) {
      time.business = at;
    },
    startAnother(owner, different = {}) {
      const other = createApp({ ...deps, owner, ...different });
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
export function getForm(reply: Reply): Form {
  if (reply.kind === 'form') return reply.form;
  throw new Error(`no form: ${JSON.stringify(reply)}`);
}

/** The first line of a notice, or an error that says what it was instead. */
export function getNoticeText(reply: Reply): string {
  if (reply.kind === 'notice') return reply.notice.text;
  throw new Error(`no notice: ${JSON.stringify(reply)}`);
}

/** The faults of a reply as `field: message`. */
export function getFaults(reply: Reply): readonly string[] {
  if (reply.kind !== 'faults') throw new Error(`no faults: ${JSON.stringify(reply)}`);
  return reply.faults.map(({ field, message }) => `${field}: ${message}`);
}

function toSlackAccount(name: string): Account {
  return { platform: 'slack', workspace: 'T1', userId: `U-${name}` };
}

function getFirst(accounts: readonly Account[]): Account {
  const [first] = accounts;
  if (first === undefined) throw new Error('somebody without an account');
  return first;
}

function getPersonId(ids: ReadonlyMap<string, PersonId>, name: string): PersonId {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`nobody is called ${name}`);
  return id;
}

function collectNames(given: Organisation): ReadonlySet<string> {
  const teams = [...given.teams.values()];
  const leads = teams.flatMap(({ lead }) => (lead === null ? [] : [lead]));
  const members = teams.flatMap((team) => team.members);
  return new Set([...members, ...leads, ...given.officers, 'rita', 'zoe']);
}

function withPersonIds(given: Organisation, ids: ReadonlyMap<string, PersonId>): Organisation {
  const id = (name: string): PersonId => getPersonId(ids, name);
  const teams = [...given.teams].map(([key, team]) => {
    const lead = team.lead === null ? null : id(team.lead);
    return [key, { ...team, members: team.members.map(id), lead }] as const;
  });
  return { ...given, teams: new Map(teams), officers: given.officers.map(id) };
}

function withInterceptor(
  store: ComplaintStore,
  around: () => StoreInterceptor | undefined,
): ComplaintStore {
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

function createLogRecorder(
  logs: { line: string; fields: Readonly<Record<string, unknown>> }[],
): Logger {
  const at =
    (level: string) =>
    (fields: Readonly<Record<string, unknown>>, message: string): void =>
      void logs.push({ line: `${level} ${message}`, fields });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function createMeterRecorder(counts: string[]): Meter {
  return {
    count: (name, labels = {}) => void counts.push(`${name} ${JSON.stringify(labels)}`),
    observe: () => undefined,
  };
}
