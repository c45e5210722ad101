import type { PersonCommandKind } from '../../../src/domain/complaint/command.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import {
  checkPermission,
  findRoles,
  type Role,
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
import {
  among,
  DIRECT,
  FORMS,
  filing,
  type Move,
  PEOPLE,
  platformsOf,
  type Script,
  userOf,
  valuesOf,
} from './script.js';

/** What somebody got to see at once, and what part they had in the complaint then. */
export interface Seen {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly reply: Reply;
}

/** A life that was lived on two platforms, with all that can be seen of it. */
export interface Bridged {
  readonly test: TestApp;
  readonly channels: ReadonlyMap<Platform, FakeChannel>;
  readonly script: Script;
  readonly id: string;
  /** Where the reporter recorded it. */
  readonly filedOn: Platform;
  readonly seen: readonly Seen[];
  /** Everybody who had or has it, by name. */
  readonly holders: ReadonlySet<string>;
}

/** The platform on which somebody is written to; undefined when they cannot be reached. */
export function chatOf({ script: given, filedOn }: Bridged, name: string): Platform | undefined {
  const preferred = name === given.reporter ? filedOn : given.home;
  const isBlocked = (on: Platform): boolean =>
    given.blocked.some((one) => one.name === name && one.platform === on);
  const own = platformsOf(given, name).filter((on) => !isBlocked(on));
  return own.find((on) => on === preferred) ?? own[0];
}

/** All messages that stand on both platforms. */
export function messagesOf({ channels }: Bridged): readonly PostedMessage[] {
  return [...channels.values()].flatMap(({ messages }) => messages);
}

/**
 * The messages as they have to be: without one more of the same for each answer that was lost on a
 * platform where nothing can be looked up. Whatever else is there twice stays.
 */
export function countedOf({ channels }: Pick<Bridged, 'channels'>): readonly PostedMessage[] {
  return [...channels.values()].flatMap(({ messages, findBehaviour: finding, lostAnswers }) => {
    const excused = finding === 'cannot-tell' ? [...lostAnswers] : [];
    return messages.filter(({ deliveryId }, index) => {
      const isSaidAgain = messages.slice(index + 1).some((one) => one.deliveryId === deliveryId);
      const excuse = excused.indexOf(deliveryId);
      if (!isSaidAgain || excuse === -1) return true;
      excused.splice(excuse, 1);
      return false;
    });
  });
}

function organised({ home, ops }: Script): Organisation {
  const base = createOrganisation();
  const teams = [...base.teams].map(
    ([key, team]) => [key, { ...team, place: { platform: home, channel: `C-${key}` } }] as const,
  );
  return { ...base, teams: new Map(teams), ops: { platform: ops, channel: 'C-ops' } };
}

/**
 * Lives a script on two fake platforms, until all that could be sent has been. As in life, Slack can
 * be asked what was posted, and Teams cannot. The caller closes the app.
 */
export async function liveOnBoth(given: Script): Promise<Bridged> {
  const slack = createFakeChannel('slack');
  const teams = createFakeChannel('teams');
  teams.findBehaviour = 'cannot-tell';
  const channels = new Map([slack, teams].map((one) => [one.platform, one]));
  const accountOf = (name: string, on: Platform): Account => ({
    platform: on,
    workspace: on === 'slack' ? 'T1' : 'tenant',
    userId: userOf(name, on),
  });
  const accountsOf = (name: string): readonly Account[] =>
    platformsOf(given, name).map((on) => accountOf(name, on));
  const test = await openApp(
    organised(given),
    { channels },
    { channel: slack, findAccounts: accountsOf },
  );
  for (const { name, platform: on } of given.blocked) {
    const refused = { kind: 'refused', reason: 'person-unreachable' } as const;
    channels.get(on)?.failAlways(refused, ({ to }) => to === `@${userOf(name, on)}`);
  }
  const life = new Life(given, test, channels, accountsOf);
  return life.lived();
}

class Life {
  private readonly given: Script;
  private readonly test: TestApp;
  private readonly channels: ReadonlyMap<Platform, FakeChannel>;
  private readonly accountsOf: (name: string) => readonly Account[];
  private readonly seen: Seen[] = [];
  private readonly holders = new Set<string>();
  private id = '';
  private made = 0;

  constructor(
    given: Script,
    test: TestApp,
    channels: ReadonlyMap<Platform, FakeChannel>,
    accountsOf: (name: string) => readonly Account[],
  ) {
    this.given = given;
    this.test = test;
    this.channels = channels;
    this.accountsOf = accountsOf;
  }

  async lived(): Promise<Bridged> {
    const { reporter, category } = this.given;
    const account = among(this.accountsOf(reporter), this.given.filedOn);
    await this.test.sendFrom(account, {
      kind: 'submission',
      form: 'file',
      context: '',
      values: filing(category),
    });
    const [complaint] = await this.test.listAll();
    if (complaint === undefined) throw new Error('not filed');
    this.id = complaint.id;
    for (const next of this.given.moves) await this.play(next);
    await this.settled();
    const { given, test, channels, seen, holders, id } = this;
    return { script: given, test, channels, seen, holders, id, filedOn: account.platform };
  }

  private async play(next: Move): Promise<void> {
    switch (next.kind) {
      case 'act':
        await this.act(next);
        if (next.settles) await this.settled();
        return;
      case 'look':
        await this.does(among(PEOPLE, next.pick), next.n, pressing('details', this.id));
        return;
      case 'wake':
        return this.wake();
      case 'hear': {
        const thread = (await this.test.load(this.id)).refs['team-card']?.key ?? 'none';
        const at = this.test.deps.realNow();
        await this.does(among(PEOPLE, next.pick), next.pick, { kind: 'message', thread, at });
        return;
      }
      case 'fail':
        this.channels
          .get(next.platform)
          ?.failNext(next.fault, ({ to }) => !next.direct || to.startsWith('@'));
    }
  }

  private async act({ apt, pick, n }: Extract<Move, { kind: 'act' }>): Promise<void> {
    const complaint = await this.test.load(this.id);
    const all = PEOPLE.flatMap((name) => [...DIRECT, ...FORMS].map((kind) => ({ name, kind })));
    const allowed = all.filter(
      ({ name, kind }) => checkPermission(this.viewer(name), complaint, kind) === 'yes',
    );
    const { name, kind } = among(apt && allowed.length > 0 ? allowed : all, pick);
    const promise = `${this.id}/p${1 + (n % Math.max(1, complaint.promises.length))}`;
    const target = kind === 'keep' || kind === 'renegotiate' ? promise : this.id;
    const payload: EventPayload = DIRECT.includes(kind)
      ? pressing(kind, target)
      : { kind: 'submission', form: kind, context: target, values: this.values(kind, n) };
    await this.does(name, n, payload);
    const { assignee } = await this.test.load(this.id);
    const holder = PEOPLE.find((one) => this.test.personId(one) === assignee);
    if (holder !== undefined) this.holders.add(holder);
  }

  private async does(name: string, n: number, payload: EventPayload): Promise<void> {
    const before = await this.test.load(this.id);
    const reply = await this.test.sendFrom(among(this.accountsOf(name), n), payload);
    const after = await this.test.load(this.id);
    const roles = [before, after].flatMap((one) => findRoles(this.viewer(name), one));
    this.seen.push({ name, roles, reply });
  }

  private viewer(name: string): Viewer {
    return toViewer(this.test.personId(name), this.test.organisation);
  }

  private values(kind: PersonCommandKind, n: number): ReturnType<typeof valuesOf> {
    this.made += 1;
    const now = this.test.deps.clock.now();
    return valuesOf(kind, { n, made: this.made, now, to: this.test.personId(among(PEOPLE, n)) });
  }

  private async wake(): Promise<void> {
    const { nextActionAt } = await this.test.load(this.id);
    if (nextActionAt === null) return;
    this.test.setBusinessTime(Math.max(nextActionAt, this.test.deps.clock.now()));
    await this.test.app.wakeable.wake(this.id);
    await this.settled();
  }

  /** Until nothing is left to send. */
  private async settled(): Promise<void> {
    for (let round = 0; round < 60; round += 1) {
      await this.test.settle();
      if ((await this.test.load(this.id)).outbox.length === 0) return;
      this.test.advance(7 * MINUTE);
      await this.test.app.deliverer.deliver(this.id);
    }
    throw new Error(`not all was sent: ${JSON.stringify((await this.test.load(this.id)).outbox)}`);
  }
}

function pressing(action: string, value: string): EventPayload {
  return { kind: 'action', action, value };
}

/** The texts of all notes to this audience, as the history keeps them. */
export function notesTo(
  { history }: Pick<Complaint, 'history'>,
  audience: 'reporter' | 'team',
): readonly string[] {
  return history
    .filter((entry) => entry.what === 'update' && entry.args.audience === audience)
    .map((entry) => String(entry.args.text));
}
