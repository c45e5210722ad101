import { type App, createApp } from '../../src/app/app.js';
import type { Dependencies } from '../../src/app/dependencies.js';
import { createUnreadableRecords } from '../../src/app/records/unreadable-records.js';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import { COMPLAINT_STATES, type ComplaintId } from '../../src/domain/complaint/facts.js';
import type { Organisation } from '../../src/domain/organisation/organisation.js';
import type { Account, PersonId } from '../../src/domain/organisation/person.js';
import type { EventPayload, FieldValue, Reply } from '../../src/ports/intake.js';
import type { ComplaintStore } from '../../src/ports/stores/complaint-store.js';
import type { SqlValue } from '../../src/storage/embedded/database.js';
import { type EmbeddedStores, openEmbeddedStores } from '../../src/storage/embedded/stores.js';
import type { Stores } from '../../src/storage/stores.js';
import type { Form } from '../../src/views/elements.js';
import { FILING_VALUES } from './complaint/filing-values.js';
import { createOrganisation, MONDAY } from './domain.js';
import { createFakeChannel, type FakeChannel } from './fake-channel.js';
import { createLogRecorder, createMeterRecorder } from './recorders.js';

/** Called for every call of the complaint store; `proceed` runs the call. The caller gets what it returns or throws. */
export type StoreInterceptor = (
  member: keyof ComplaintStore,
  args: readonly unknown[],
  proceed: () => Promise<unknown>,
) => Promise<unknown>;

/** The use cases on an embedded store in memory, with fakes for everything else. */
export interface TestApp {
  readonly app: App;
  readonly deps: Dependencies;
  readonly channel: FakeChannel;
  readonly organisation: Organisation;
  /** The log lines as `level message`, with their fields. */
  readonly logs: readonly {
    readonly line: string;
    readonly fields: Readonly<Record<string, unknown>>;
  }[];
  /** The counted metrics as `name {labels}`. */
  readonly counts: readonly string[];
  /** The scheduled wake-ups, in order. */
  readonly scheduled: readonly { readonly id: ComplaintId; readonly at: number | null }[];
  /** Set it to watch calls of the complaint store or to make them fail. */
  interceptStore: StoreInterceptor | undefined;
  /** The id of a person by their name in `test/support/domain.ts`. */
  personId(name: string): PersonId;
  account(name: string): Account;
  /** Sends an event from a person; the default event id is a new one. */
  send(name: string, payload: EventPayload, eventId?: string): Promise<Reply>;
  /** Sends an event from an account. */
  sendFrom(account: Account, payload: EventPayload, eventId?: string): Promise<Reply>;
  press(name: string, action: string, value: string, eventId?: string): Promise<Reply>;
  submit(
    name: string,
    form: string,
    context: string,
    values: Readonly<Record<string, FieldValue>>,
    eventId?: string,
  ): Promise<Reply>;
  /** Files a complaint by the form and returns it as stored; deliveries may still be running. */
  file(name?: string, values?: Readonly<Record<string, FieldValue>>): Promise<Complaint>;
  load(id: ComplaintId): Promise<Complaint>;
  /** The store's own `replan`, past {@link interceptStore}. */
  readonly replan: ComplaintStore['replan'];
  /** Every complaint, newest first. */
  listAll(): Promise<readonly Complaint[]>;
  /** Resolves when no background task runs. */
  settle(): Promise<void>;
  /** Moves business and real time forward; nothing wakes by itself. */
  advance(ms: number): void;
  /** Sets business time only. */
  setBusinessTime(at: number): void;
  /** Starts the use cases of another process on the same store and platforms. */
  startAnother(owner: string, changed?: Partial<Dependencies>): App;
  /** Runs a statement on the store's file, past the store: what a person with an SQLite shell does. */
  runSql(sql: string, params?: readonly SqlValue[]): void;
  close(): Promise<void>;
}

/** The channel of {@link TestApp.channel}, and the accounts of each person. */
export interface TestAccounts {
  readonly channel?: FakeChannel;
  readonly findAccounts?: (name: string) => readonly Account[];
  /** Stores to use instead of the embedded ones in memory; closed by {@link TestApp.close}. */
  readonly stores?: Stores;
}

/** Opens the use cases with the people of the test organisation; by default each has one Slack account. */
export async function openApp(
  given: Organisation = createOrganisation(),
  changed: Partial<Dependencies> = {},
  {
    channel = createFakeChannel(),
    findAccounts = (name) => [toSlackAccount(name)],
    stores: givenStores,
  }: TestAccounts = {},
): Promise<TestApp> {
  const logs: { line: string; fields: Readonly<Record<string, unknown>> }[] = [];
  const counts: string[] = [];
  const [logger, meter] = [createLogRecorder(logs), createMeterRecorder(counts)];
  const unreadable = createUnreadableRecords(logger, meter);
  const stores: Stores =
    givenStores ?? (await openEmbeddedStores({ file: ':memory:', unreadable }));
  const ids = new Map<string, PersonId>();
  for (const name of collectNames(given)) {
    const profile = {
      name: `Name of ${name}`,
      email: `${name}@example.org`,
      zone: 'Europe/London',
    };
    const first = getFirst(findAccounts(name));
    ids.set(name, (await stores.people.ensure(first, profile)).id);
    for (const more of findAccounts(name)) await stores.people.ensure(more, profile);
  }
  const time = { business: MONDAY, real: MONDAY };
  const scheduled: { id: ComplaintId; at: number | null }[] = [];
  const interception: { current: StoreInterceptor | undefined } = { current: undefined };
  let counter = 0;
  const createId = (prefix: string): string => {
    counter += 1;
    return `${prefix}-${counter}`;
  };
  const deps: Dependencies = {
    complaints: withInterceptor(stores.complaints, () => interception.current),
    matches: stores.matches,
    inboxes: stores.inboxes,
    people: stores.people,
    alarms: stores.alarms,
    checkGroups: async () => [],
    generations: stores.generations,
    problems: stores.problems,
    problemSources: [],
    unreadable,
    ...{ channels: new Map([['slack', channel]]), threadReaders: new Map() },
    workspaces: { slack: 'T1', teams: null },
    scheduler: { schedule: async ({ id }, at) => void scheduled.push({ id, at }) },
    organisation: withPersonIds(given, ids),
    clock: { now: () => time.business, toRealTime: (at) => at - time.business + time.real },
    realNow: () => time.real,
    monotonicNow: () => time.real,
    newId: () => createId('new-id'),
    owner: 'first',
    logger,
    meter,
    ...changed,
  };
  const app = createApp(deps);
  const apps = [app];
  const listAll = (): Promise<readonly Complaint[]> =>
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
      return interception.current;
    },
    set interceptStore(value) {
      interception.current = value;
    },
    personId: (name) => getPersonId(ids, name),
    account: (name) => getFirst(findAccounts(name)),
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
      const before = new Set((await listAll()).map((one) => one.id));
      const eventId = createId('event');
      const press = (context: string, more: typeof values) =>
        test.submit(name, 'file', context, { ...FILING_VALUES, ...values, ...more }, eventId);
      const first = await press('', {});
      // Asked whether it is one of those before, somebody says that it is a new one.
      const reply =
        first.kind === 'form' ? await press(first.form.context, { match: 'new' }) : first;
      const found = (await listAll()).find((one) => !before.has(one.id));
      if (found === undefined) throw new Error(`not filed: ${JSON.stringify(reply)}`);
      return found;
    },
    async load(id) {
      const complaint = await stores.complaints.load(id);
      if (complaint === undefined) throw new Error(`no ${id}`);
      return complaint;
    },
    replan: (ids, plan) => stores.complaints.replan(ids, plan),
    listAll,
    async settle() {
      for (const each of apps) await each.background.whenIdle();
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
    runSql: (sql, params) => void (stores as EmbeddedStores).database.run(sql, params),
    async close() {
      for (const each of apps) each.background.close();
      await test.settle();
      await stores.close();
    },
  };
  return test;
}

/** The form of a reply; throws for any other reply. */
export function getForm(reply: Reply): Form {
  if (reply.kind === 'form') return reply.form;
  throw new Error(`no form: ${JSON.stringify(reply)}`);
}

/** The text of a notice; throws for any other reply. */
export function getNoticeText(reply: Reply): string {
  if (reply.kind === 'notice') return reply.notice.text;
  throw new Error(`no notice: ${JSON.stringify(reply)}`);
}

/** The faults of a reply as `field: message`; throws for any other reply. */
export function getFaults(reply: Reply): readonly string[] {
  if (reply.kind !== 'faults') throw new Error(`no faults: ${JSON.stringify(reply)}`);
  return reply.faults.map(({ field, message }) => `${field}: ${message}`);
}

function toSlackAccount(name: string): Account {
  return { platform: 'slack', workspace: 'T1', userId: `U-${name}` };
}

function getFirst(accounts: readonly Account[]): Account {
  const [first] = accounts;
  if (first === undefined) throw new Error('a person without an account');
  return first;
}

function getPersonId(ids: ReadonlyMap<string, PersonId>, name: string): PersonId {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`no person called ${name}`);
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
  getInterceptor: () => StoreInterceptor | undefined,
): ComplaintStore {
  return new Proxy(store, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]): Promise<unknown> => {
        const proceed = async (): Promise<unknown> => member.apply(target, args);
        const intercept = getInterceptor();
        return intercept === undefined
          ? proceed()
          : intercept(key as keyof ComplaintStore, args, proceed);
      };
    },
  });
}
