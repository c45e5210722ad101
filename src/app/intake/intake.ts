import { decide, decideSystem } from '../../domain/commands/decide.js';
import type { PersonCommand } from '../../domain/complaint/command.js';
import type { PersonContext, Refusal } from '../../domain/complaint/decision.js';
import { refusal } from '../../domain/complaint/decision.js';
import { toViewer } from '../../domain/complaint/permissions.js';
import { accountKey, type Person } from '../../domain/organisation/person.js';
import { RedressError } from '../../errors.js';
import type { EventPayload, InboundEvent, Intake, Reply } from '../../ports/intake.js';
import { text } from '../../text/index.js';
import { type Action, type ButtonRef, isAction, parseButtonValue } from '../../views/buttons.js';
import { peopleIn, type ViewContext } from '../../views/context.js';
import type { Notice } from '../../views/elements.js';
import { fileForm } from '../../views/forms.js';
import {
  answerNotice,
  helpNotice,
  recordedNotice,
  refusalFault,
  refusalNotice,
  sentence,
} from '../../views/notices.js';
import type { Dependencies } from '../dependencies.js';
import type { AfterCommit } from '../scheduling/after-commit.js';
import { commit } from '../scheduling/commit.js';
import { withAliases } from './aliases.js';
import { commitFiling } from './file-complaint.js';
import { listComplaints } from './list-complaints.js';
import { openForm } from './open-form.js';
import { actsAtOnce, parseCommand, parseFiling, toDirectCommand } from './parse-form.js';
import { forgetReference, resolvePerson } from './resolve-person.js';

const NONE: Reply = { kind: 'none' };

/** What `redress_commands_total` calls each kind of event: dashboards and alerts name it, so it stays. */
const METRIC_KINDS = {
  command: 'slash',
  action: 'press',
  submission: 'submit',
  message: 'heard',
  installed: 'arrived',
  uninstalled: 'left',
} as const satisfies Record<EventPayload['kind'], string>;

/** Turns events into commands and answers them after the commit, see {@link Intake}. */
export function createIntake(parts: Dependencies, after: AfterCommit): Intake {
  return {
    async handle(event) {
      const started = performance.now();
      const { kind } = event.payload;
      const reply = await answered(parts, after, event);
      parts.meter.count('commands', { kind: METRIC_KINDS[kind], outcome: reply.kind });
      parts.meter.took('command_ms', performance.now() - started, { kind: METRIC_KINDS[kind] });
      return reply;
    },
  };
}

async function answered(
  parts: Dependencies,
  after: AfterCommit,
  event: InboundEvent,
): Promise<Reply> {
  try {
    return await new EventHandler(parts, after, event).reply();
  } catch (error) {
    return excuse(parts, event.payload, error);
  }
}

/** What a person is told when it could not be done; the fault itself is logged. */
function excuse(parts: Dependencies, payload: EventPayload, error: unknown): Reply {
  parts.logger.error({ error, event: payload.kind }, 'inbound event failed');
  const code = error instanceof RedressError ? error.code : null;
  const isPress = payload.kind === 'action' && actsAtOnce(payload.action);
  const isWrite = payload.kind === 'submission' || isPress;
  const away = isWrite ? text.notice.unavailable : text.notice.unavailableRead;
  const words =
    code === 'STORE_UNAVAILABLE'
      ? away
      : code === 'STORE_CONFLICT'
        ? text.notice.busy
        : text.notice.fault;
  if (payload.kind === 'message' || payload.kind === 'uninstalled') throw error;
  return payload.kind === 'submission'
    ? { kind: 'faults', faults: [{ field: null, message: words }] }
    : notice(sentence(words));
}

function notice(shown: Notice | undefined): Reply {
  return shown === undefined ? NONE : { kind: 'notice', notice: shown };
}

function faults([first, ...more]: readonly [Refusal, ...Refusal[]]): Reply {
  return { kind: 'faults', faults: [refusalFault(first), ...more.map(refusalFault)] };
}

/** Handles one event. */
class EventHandler {
  private readonly parts: Dependencies;
  private readonly after: AfterCommit;
  private readonly event: InboundEvent;
  private met: Promise<Person> | undefined;

  constructor(parts: Dependencies, after: AfterCommit, event: InboundEvent) {
    this.parts = parts;
    this.after = after;
    this.event = event;
  }

  async reply(): Promise<Reply> {
    const { payload, reference } = this.event;
    // Also for an event for which it does not matter who made it: by this they can be written to.
    if (reference !== null && payload.kind !== 'uninstalled') await this.person();
    switch (payload.kind) {
      case 'command':
        return this.command(payload.text.trim());
      case 'action':
        return this.action(payload);
      case 'submission':
        return this.submission(payload);
      case 'message':
        return this.message(payload);
      case 'installed':
        return this.installed();
      case 'uninstalled':
        return this.uninstalled();
    }
  }

  private async command(words: string): Promise<Reply> {
    if (words.toLowerCase() === 'help') return notice(helpNotice());
    if (words.toLowerCase() === 'list') {
      return notice(await listComplaints(this.parts, await this.person()));
    }
    const { organisation } = this.parts;
    if (organisation.categories.size === 0) return notice(sentence(text.notice.noCategories));
    const draft = fileForm(organisation, words);
    return { kind: 'form', form: { ...draft, submissionId: this.parts.newId(), context: '' } };
  }

  private async action(payload: Extract<EventPayload, { kind: 'action' }>): Promise<Reply> {
    const { action, value, form } = payload;
    const target = parseButtonValue(value);
    if (target === undefined || !isAction(action))
      return notice(refusalNotice(refusal('not-found')));
    const person = await this.person();
    const command = toDirectCommand(action, target);
    if (command === undefined) return this.open(action, target, person);
    const reply = await this.execute(target, command, person, refusalReply);
    // Details that stay open must not show what was before.
    const isStale = reply.kind === 'none' && form === 'details';
    return isStale ? this.open('details', target, person) : reply;
  }

  private async open(action: Action, target: ButtonRef, person: Person): Promise<Reply> {
    const complaint = await this.parts.complaints.load(target.id);
    if (complaint === undefined) return notice(refusalNotice(refusal('not-found')));
    const { organisation, clock } = this.parts;
    const people = await this.parts.people.getMany(peopleIn(complaint, organisation));
    const context: ViewContext = { complaint, organisation, people, now: clock.now() };
    const viewer = toViewer(person, organisation);
    const opened = openForm(action, target, context, viewer, this.parts.newId());
    if (opened.kind === 'form') return { kind: 'form', form: opened.form };
    if (opened.kind === 'refused') return notice(refusalNotice(opened.refusal));
    return notice(answerNotice(opened.answer, zoneOf(person)));
  }

  private async submission(payload: Extract<EventPayload, { kind: 'submission' }>): Promise<Reply> {
    const person = await this.person();
    if (payload.form === 'file') return this.file(payload, person);
    const target = parseButtonValue(payload.context);
    const command =
      target === undefined ? undefined : parseCommand(payload.form, payload.values, target);
    if (target === undefined || command === undefined) return faults([refusal('not-found')]);
    return this.execute(target, command, person, faults);
  }

  private async file(
    payload: Extract<EventPayload, { kind: 'submission' }>,
    person: Person,
  ): Promise<Reply> {
    const { eventId, account } = this.event;
    const filing = parseFiling(payload.values, account.platform);
    const filed = await commitFiling(this.parts, this.after, filing, this.context(person), eventId);
    if (filed.kind === 'refused') return faults(filed.refusals);
    // Their card says the same, where it reaches them.
    if (canBeWrittenTo(person, this.event)) return NONE;
    return notice(recordedNotice(filed.complaint, this.parts.organisation));
  }

  private async execute(
    target: ButtonRef,
    command: PersonCommand,
    person: Person,
    onRefusal: (refusals: readonly [Refusal, ...Refusal[]]) => Reply,
  ): Promise<Reply> {
    const { eventId } = this.event;
    const { people } = this.parts;
    const full = await withAliases(people, command);
    const source = { id: eventId, by: this.context(person).actor };
    const committed = await commit(this.parts, this.after, target.id, source, (complaint) =>
      decide(complaint, full, this.context(person)),
    );
    if (committed.kind === 'absent') return onRefusal([refusal('not-found')]);
    if (committed.kind === 'refused') return onRefusal(committed.refusals);
    return notice(answerNotice(committed.answer, zoneOf(person)));
  }

  private async message(payload: Extract<EventPayload, { kind: 'message' }>): Promise<Reply> {
    const id = await this.parts.complaints.findByThread(payload.thread);
    if (id === undefined) return payload.isToUs === true ? notice(helpNotice()) : NONE;
    const { id: by, aliases } = await this.person();
    const command = { kind: 'hear', by, aliases, at: payload.at } as const;
    // No event id: talk would push those of commands out, and the message's own time tells it again.
    await commit(this.parts, this.after, id, null, (complaint) =>
      decideSystem(complaint, command, this.moment()),
    );
    return NONE;
  }

  private async installed(): Promise<Reply> {
    await this.person();
    return notice(helpNotice());
  }

  private async uninstalled(): Promise<Reply> {
    await forgetReference(this.parts.people, this.event.account);
    return NONE;
  }

  private person(): Promise<Person> {
    this.met ??= resolvePerson(this.parts, this.event);
    return this.met;
  }

  private moment(): Omit<PersonContext, 'actor'> {
    const { clock, realNow, organisation } = this.parts;
    return { now: clock.now(), realNow: realNow(), organisation };
  }

  private context(person: Person): PersonContext {
    return { ...this.moment(), actor: toViewer(person, this.parts.organisation) };
  }
}

/** Is it as good as sure that a message reaches whoever caused the event, where they did? */
function canBeWrittenTo(
  { accounts }: Person,
  { account, reference, needsReference = false }: InboundEvent,
): boolean {
  if (!needsReference || reference !== null) return true;
  const own = accounts.find((one) => accountKey(one) === accountKey(account));
  return (own?.reference ?? null) !== null;
}

function refusalReply(refusals: readonly [Refusal, ...Refusal[]]): Reply {
  return notice(refusalNotice(refusals[0]));
}

function zoneOf(person: Person): string {
  return person.zone ?? 'UTC';
}
