import type { Role } from '../../../src/domain/complaint/audience.js';
import type { PersonCommandKind } from '../../../src/domain/complaint/command.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import {
  checkPermission,
  findRoles,
  toViewer,
  type Viewer,
} from '../../../src/domain/complaint/permissions.js';
import type { Organisation } from '../../../src/domain/organisation/organisation.js';
import type { Account, Platform } from '../../../src/domain/organisation/person.js';
import type { EventPayload, Reply } from '../../../src/ports/intake.js';
import { openApp, type TestApp } from '../../support/app.js';
import { createOrganisation, MINUTE } from '../../support/domain.js';
import {
  createFakeChannel,
  type FakeChannel,
  type PostedMessage,
} from '../../support/fake-channel.js';
import { isKind } from '../../support/history.js';
import {
  createFilingValues,
  createFormValues,
  DIRECT,
  FORMS,
  findPlatforms,
  PEOPLE,
  pick,
  type Script,
  type Step,
  toUserId,
} from './script.js';

/** The reply a person got, and their roles in the complaint at that time. */
export interface ObservedReply {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly reply: Reply;
}

/** The result of a script that ran on two platforms. */
export interface BridgeResult {
  readonly test: TestApp;
  readonly channels: ReadonlyMap<Platform, FakeChannel>;
  readonly script: Script;
  readonly id: string;
  /** Where the reporter filed the complaint. */
  readonly filedOn: Platform;
  readonly replies: readonly ObservedReply[];
  /** Everyone who is or was the assignee, by name. */
  readonly assignees: ReadonlySet<string>;
}

/** The platform on which a person gets messages; undefined when they cannot be reached. */
export function findChatPlatform(
  { script, filedOn }: BridgeResult,
  name: string,
): Platform | undefined {
  const preferred = name === script.reporter ? filedOn : script.home;
  const isBlocked = (on: Platform): boolean =>
    script.blocked.some((one) => one.name === name && one.platform === on);
  const own = findPlatforms(script, name).filter((on) => !isBlocked(on));
  return own.find((on) => on === preferred) ?? own[0];
}

/** All messages on both platforms. */
export function collectMessages({ channels }: BridgeResult): readonly PostedMessage[] {
  return [...channels.values()].flatMap(({ messages }) => messages);
}

/**
 * All messages, without one repeat for each answer that was lost on a platform where posted messages
 * cannot be found again. Other repeats stay.
 */
export function withoutExcusedRepeats({
  channels,
}: Pick<BridgeResult, 'channels'>): readonly PostedMessage[] {
  return [...channels.values()].flatMap(({ messages, findBehaviour, lostAnswers }) => {
    const lost = findBehaviour === 'cannot-tell' ? [...lostAnswers] : [];
    return messages.filter(({ deliveryId }, index) => {
      const isRepeated = messages.slice(index + 1).some((one) => one.deliveryId === deliveryId);
      const excused = lost.indexOf(deliveryId);
      if (!isRepeated || excused === -1) return true;
      lost.splice(excused, 1);
      return false;
    });
  });
}

function createBridgeOrganisation({ home, ops }: Script): Organisation {
  const base = createOrganisation();
  const teams = [...base.teams].map(
    ([key, team]) => [key, { ...team, place: { platform: home, channel: `C-${key}` } }] as const,
  );
  return { ...base, teams: new Map(teams), ops: { platform: ops, channel: 'C-ops' } };
}

/**
 * Runs a script on two fake platforms, until everything that can be sent is sent. As on the real
 * platforms, posted messages can be found again in Slack but not in Teams. The caller closes the app.
 */
export async function runScript(script: Script): Promise<BridgeResult> {
  const slack = createFakeChannel('slack');
  const teams = createFakeChannel('teams');
  teams.findBehaviour = 'cannot-tell';
  const channels = new Map([slack, teams].map((one) => [one.platform, one]));
  const toAccount = (name: string, on: Platform): Account => ({
    platform: on,
    workspace: on === 'slack' ? 'T1' : 'tenant',
    userId: toUserId(name, on),
  });
  const toAccounts = (name: string): readonly Account[] =>
    findPlatforms(script, name).map((on) => toAccount(name, on));
  const test = await openApp(
    createBridgeOrganisation(script),
    { channels },
    { channel: slack, findAccounts: toAccounts },
  );
  for (const { name, platform: on } of script.blocked) {
    const refused = { kind: 'refused', reason: 'person-unreachable' } as const;
    channels.get(on)?.failAlways(refused, ({ to }) => to === `@${toUserId(name, on)}`);
  }
  return new ScriptRunner(script, test, channels, toAccounts).run();
}

class ScriptRunner {
  private readonly script: Script;
  private readonly test: TestApp;
  private readonly channels: ReadonlyMap<Platform, FakeChannel>;
  private readonly toAccounts: (name: string) => readonly Account[];
  private readonly replies: ObservedReply[] = [];
  private readonly assignees = new Set<string>();
  private id = '';
  private counter = 0;

  constructor(
    script: Script,
    test: TestApp,
    channels: ReadonlyMap<Platform, FakeChannel>,
    toAccounts: (name: string) => readonly Account[],
  ) {
    this.script = script;
    this.test = test;
    this.channels = channels;
    this.toAccounts = toAccounts;
  }

  async run(): Promise<BridgeResult> {
    const { reporter, category } = this.script;
    const account = pick(this.toAccounts(reporter), this.script.filedOn);
    await this.test.sendFrom(account, {
      kind: 'submission',
      form: 'file',
      context: '',
      values: createFilingValues(category),
    });
    const [complaint] = await this.test.listAll();
    if (complaint === undefined) throw new Error('not filed');
    this.id = complaint.id;
    for (const next of this.script.steps) await this.runStep(next);
    await this.settle();
    const { script, test, channels, replies, assignees, id } = this;
    return { script, test, channels, replies, assignees, id, filedOn: account.platform };
  }

  private async runStep(next: Step): Promise<void> {
    switch (next.kind) {
      case 'act':
        await this.runCommand(next);
        if (next.isSettled) await this.settle();
        return;
      case 'look':
        await this.send(pick(PEOPLE, next.choice), next.n, toAction('details', this.id));
        return;
      case 'wake':
        return this.wake();
      case 'hear': {
        const thread = (await this.test.load(this.id)).refs['card:1']?.key ?? 'none';
        const at = this.test.deps.realNow();
        await this.send(pick(PEOPLE, next.choice), next.choice, { kind: 'message', thread, at });
        return;
      }
      case 'fail':
        this.channels
          .get(next.platform)
          ?.failNext(next.fault, ({ to }) => !next.direct || to.startsWith('@'));
    }
  }

  private async runCommand({
    isAllowed,
    choice,
    n,
  }: Extract<Step, { kind: 'act' }>): Promise<void> {
    const complaint = await this.test.load(this.id);
    const all = PEOPLE.flatMap((name) => [...DIRECT, ...FORMS].map((kind) => ({ name, kind })));
    const allowed = all.filter(
      ({ name, kind }) => checkPermission(this.viewer(name), complaint, kind) === 'yes',
    );
    const { name, kind } = pick(isAllowed && allowed.length > 0 ? allowed : all, choice);
    const promise = `${this.id}/p${1 + (n % Math.max(1, complaint.promises.length))}`;
    const target = kind === 'keep' || kind === 'renegotiate' ? promise : this.id;
    const payload: EventPayload = DIRECT.includes(kind)
      ? toAction(kind, target)
      : { kind: 'submission', form: kind, context: target, values: this.createValues(kind, n) };
    await this.send(name, n, payload);
    const { assignee } = await this.test.load(this.id);
    const current = PEOPLE.find((one) => this.test.personId(one) === assignee);
    if (current !== undefined) this.assignees.add(current);
  }

  private async send(name: string, n: number, payload: EventPayload): Promise<void> {
    const before = await this.test.load(this.id);
    const reply = await this.test.sendFrom(pick(this.toAccounts(name), n), payload);
    const after = await this.test.load(this.id);
    const roles = [before, after].flatMap((one) => findRoles(this.viewer(name), one));
    this.replies.push({ name, roles, reply });
  }

  private viewer(name: string): Viewer {
    return toViewer(this.test.personId(name), this.test.organisation);
  }

  private createValues(kind: PersonCommandKind, n: number): ReturnType<typeof createFormValues> {
    this.counter += 1;
    const now = this.test.deps.clock.now();
    return createFormValues(kind, {
      n,
      counter: this.counter,
      now,
      to: this.test.personId(pick(PEOPLE, n)),
    });
  }

  private async wake(): Promise<void> {
    const { nextActionAt } = await this.test.load(this.id);
    if (nextActionAt === null) return;
    this.test.setBusinessTime(Math.max(nextActionAt, this.test.deps.clock.now()));
    await this.test.app.wakeable.wake({ kind: 'complaint', id: this.id });
    await this.settle();
  }

  /** Delivers until the outbox is empty. */
  private async settle(): Promise<void> {
    for (let round = 0; round < 60; round += 1) {
      await this.test.settle();
      if ((await this.test.load(this.id)).outbox.length === 0) return;
      this.test.advance(7 * MINUTE);
      await this.test.app.deliverer.deliver({ kind: 'complaint', id: this.id });
    }
    throw new Error(`not all was sent: ${JSON.stringify((await this.test.load(this.id)).outbox)}`);
  }
}

function toAction(action: string, value: string): EventPayload {
  return { kind: 'action', action, value };
}

/** The texts of all notes to this audience, from the history. */
export function findNotes(
  { history }: Pick<Complaint, 'history'>,
  audience: 'reporter' | 'team',
): readonly string[] {
  return history
    .filter(isKind('update'))
    .filter(({ args }) => args.audience === audience)
    .map(({ args }) => args.text);
}
