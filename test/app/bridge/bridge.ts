import type { PersonCommandKind } from '../../../src/domain/complaint/command.js';
import {
  checkPermission,
  findRoles,
  toViewer,
  type Viewer,
} from '../../../src/domain/complaint/permissions.js';
import type { DocumentRef } from '../../../src/domain/document/document-ref.js';
import type { Organisation } from '../../../src/domain/organisation/organisation.js';
import type { Account, Platform } from '../../../src/domain/organisation/person.js';
import type { EventPayload } from '../../../src/ports/intake.js';
import { openApp, type TestApp } from '../../support/app.js';
import { findNextLine } from '../../support/complaint/inbox-lines.js';
import { createOrganisation, MINUTE } from '../../support/domain.js';
import { createFakeChannel, type FakeChannel } from '../../support/fake-channel.js';
import type { BridgeResult, ObservedReply } from './result.js';
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
    const { reporter } = this.script;
    const account = pick(this.toAccounts(reporter), this.script.filedOn);
    await this.test.sendFrom(account, {
      kind: 'submission',
      form: 'file',
      context: '',
      values: createFilingValues(this.script),
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

  /** Delivers until the outboxes are empty, and everything that is in inboxes was sent. */
  private async settle(): Promise<void> {
    for (let round = 0; round < 90; round += 1) {
      await this.test.settle();
      const waiting = await this.findWaiting();
      if (waiting.length === 0) return;
      this.test.advance(7 * MINUTE);
      for (const one of waiting) {
        if (one.nextActionAt !== null) await this.wakeInbox(one.document.id, one.nextActionAt);
        await this.test.app.deliverer.deliver(one.document);
      }
    }
    throw new Error(`not all was sent: ${JSON.stringify(await this.findWaiting())}`);
  }

  /** The documents with something left to send; `nextActionAt`: when the next line of an inbox goes, ms UTC. */
  private async findWaiting(): Promise<
    readonly { readonly document: DocumentRef; readonly nextActionAt: number | null }[]
  > {
    const { outbox } = await this.test.load(this.id);
    const inboxes = await Promise.all(
      PEOPLE.map((name) => this.test.deps.inboxes.load(this.test.personId(name))),
    );
    return [
      ...(outbox.length === 0
        ? []
        : [{ document: { kind: 'complaint', id: this.id } as const, nextActionAt: null }]),
      ...inboxes
        .filter((inbox) => inbox !== undefined)
        .filter((inbox) => inbox.outbox.length > 0 || findNextLine(inbox) !== null)
        .map((inbox) => ({
          document: { kind: 'inbox', id: inbox.id } as const,
          nextActionAt: findNextLine(inbox),
        })),
    ];
  }

  private async wakeInbox(id: string, at: number): Promise<void> {
    this.test.setBusinessTime(Math.max(at, this.test.deps.clock.now()));
    await this.test.app.wakeable.wake({ kind: 'inbox', id });
  }
}

function toAction(action: string, value: string): EventPayload {
  return { kind: 'action', action, value };
}
