import { decide, decideSystem } from '../../domain/commands/decide.js';
import type { PersonCommand } from '../../domain/complaint/command.js';
import type { PersonContext, Refusal } from '../../domain/complaint/decision.js';
import { refuse } from '../../domain/complaint/decision.js';
import { viewerOf } from '../../domain/complaint/permissions.js';
import { accountKey, type Person } from '../../domain/organisation/person.js';
import { RedressError } from '../../errors.js';
import type { Gesture, Incoming, Intake, Reply } from '../../ports/intake.js';
import { text } from '../../text/index.js';
import { type Action, isAction, parseTarget, type Target } from '../../views/buttons.js';
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
import type { Parts } from '../dependencies.js';
import type { AfterCommit } from '../scheduling/after-commit.js';
import { commit } from '../scheduling/commit.js';
import { withAliases } from './aliases.js';
import { file } from './file-complaint.js';
import { listComplaints } from './list-complaints.js';
import { openForm } from './open-form.js';
import { actsAtOnce, commandOf, directCommand, filingOf } from './parse-form.js';
import { forget, meet } from './resolve-person.js';

const NONE: Reply = { kind: 'none' };

/** Turns gestures into commands and answers them after the commit, see {@link Intake}. */
export function createIntake(parts: Parts, after: AfterCommit): Intake {
  return {
    async handle(incoming) {
      const started = performance.now();
      const { kind } = incoming.gesture;
      const reply = await answered(parts, after, incoming);
      parts.meter.count('commands', { kind, outcome: reply.kind });
      parts.meter.took('command_ms', performance.now() - started, { kind });
      return reply;
    },
  };
}

async function answered(parts: Parts, after: AfterCommit, incoming: Incoming): Promise<Reply> {
  try {
    return await new Turn(parts, after, incoming).reply();
  } catch (error) {
    return excuse(parts, incoming.gesture, error);
  }
}

/** What a person is told when it could not be done; the fault itself is logged. */
function excuse(parts: Parts, gesture: Gesture, error: unknown): Reply {
  parts.logger.error({ error, gesture: gesture.kind }, 'a command could not be handled');
  const code = error instanceof RedressError ? error.code : null;
  const isPress = gesture.kind === 'press' && actsAtOnce(gesture.action);
  const isWrite = gesture.kind === 'submit' || isPress;
  const away = isWrite ? text.notice.unavailable : text.notice.unavailableRead;
  const words =
    code === 'STORE_UNAVAILABLE'
      ? away
      : code === 'STORE_CONFLICT'
        ? text.notice.busy
        : text.notice.fault;
  if (gesture.kind === 'heard' || gesture.kind === 'left') throw error;
  return gesture.kind === 'submit'
    ? { kind: 'faults', faults: [{ field: null, message: words }] }
    : notice(sentence(words));
}

function notice(shown: Notice | undefined): Reply {
  return shown === undefined ? NONE : { kind: 'notice', notice: shown };
}

function faults([first, ...more]: readonly [Refusal, ...Refusal[]]): Reply {
  return { kind: 'faults', faults: [refusalFault(first), ...more.map(refusalFault)] };
}

/** One gesture on its way through. */
class Turn {
  private readonly parts: Parts;
  private readonly after: AfterCommit;
  private readonly incoming: Incoming;
  private met: Promise<Person> | undefined;

  constructor(parts: Parts, after: AfterCommit, incoming: Incoming) {
    this.parts = parts;
    this.after = after;
    this.incoming = incoming;
  }

  async reply(): Promise<Reply> {
    const { gesture, reference } = this.incoming;
    // Also of a gesture for which it does not matter who made it: by this they can be written to.
    if (reference !== null && gesture.kind !== 'left') await this.person();
    switch (gesture.kind) {
      case 'slash':
        return this.slash(gesture.text.trim());
      case 'press':
        return this.press(gesture);
      case 'submit':
        return this.submit(gesture);
      case 'heard':
        return this.heard(gesture);
      case 'arrived':
        return this.arrived();
      case 'left':
        return this.left();
    }
  }

  private async slash(words: string): Promise<Reply> {
    if (words.toLowerCase() === 'help') return notice(helpNotice());
    if (words.toLowerCase() === 'list') {
      return notice(await listComplaints(this.parts, await this.person()));
    }
    const { organisation } = this.parts;
    if (organisation.categories.size === 0) return notice(sentence(text.notice.noCategories));
    const draft = fileForm(organisation, words);
    return { kind: 'form', form: { ...draft, submissionId: this.parts.mint(), context: '' } };
  }

  private async press(gesture: Extract<Gesture, { kind: 'press' }>): Promise<Reply> {
    const { action, value, form } = gesture;
    const target = parseTarget(value);
    if (target === undefined || !isAction(action))
      return notice(refusalNotice(refuse('not-found')));
    const person = await this.person();
    const command = directCommand(action, target);
    if (command === undefined) return this.open(action, target, person);
    const reply = await this.execute(target, command, person, refusalReply);
    // Details that stay open must not show what was before.
    const isStale = reply.kind === 'none' && form === 'details';
    return isStale ? this.open('details', target, person) : reply;
  }

  private async open(action: Action, target: Target, person: Person): Promise<Reply> {
    const complaint = await this.parts.complaints.load(target.id);
    if (complaint === undefined) return notice(refusalNotice(refuse('not-found')));
    const { organisation, clock } = this.parts;
    const people = await this.parts.people.getMany(peopleIn(complaint, organisation));
    const context: ViewContext = { complaint, organisation, people, now: clock.now() };
    const viewer = viewerOf(person, organisation);
    const opened = openForm(action, target, context, viewer, this.parts.mint());
    if (opened.kind === 'form') return { kind: 'form', form: opened.form };
    if (opened.kind === 'refused') return notice(refusalNotice(opened.refusal));
    return notice(answerNotice(opened.answer, zoneOf(person)));
  }

  private async submit(gesture: Extract<Gesture, { kind: 'submit' }>): Promise<Reply> {
    const person = await this.person();
    if (gesture.form === 'file') return this.file(gesture, person);
    const target = parseTarget(gesture.context);
    const command =
      target === undefined ? undefined : commandOf(gesture.form, gesture.values, target);
    if (target === undefined || command === undefined) return faults([refuse('not-found')]);
    return this.execute(target, command, person, faults);
  }

  private async file(
    gesture: Extract<Gesture, { kind: 'submit' }>,
    person: Person,
  ): Promise<Reply> {
    const { eventId, account } = this.incoming;
    const filing = filingOf(gesture.values, account.platform);
    const filed = await file(this.parts, this.after, filing, this.context(person), eventId);
    if (filed.kind === 'refused') return faults(filed.refusals);
    // Their card says the same, where it reaches them.
    if (canBeWrittenTo(person, this.incoming)) return NONE;
    return notice(recordedNotice(filed.complaint, this.parts.organisation));
  }

  private async execute(
    target: Target,
    command: PersonCommand,
    person: Person,
    onRefusal: (refusals: readonly [Refusal, ...Refusal[]]) => Reply,
  ): Promise<Reply> {
    const { eventId } = this.incoming;
    const { people } = this.parts;
    const full = await withAliases(people, command);
    const event = { id: eventId, by: this.context(person).actor };
    const committed = await commit(this.parts, this.after, target.id, event, (complaint) =>
      decide(complaint, full, this.context(person)),
    );
    if (committed.kind === 'absent') return onRefusal([refuse('not-found')]);
    if (committed.kind === 'refused') return onRefusal(committed.refusals);
    return notice(answerNotice(committed.answer, zoneOf(person)));
  }

  private async heard(gesture: Extract<Gesture, { kind: 'heard' }>): Promise<Reply> {
    const id = await this.parts.complaints.findByThread(gesture.thread);
    if (id === undefined) return gesture.isToUs === true ? notice(helpNotice()) : NONE;
    const { id: by, aliases } = await this.person();
    const command = { kind: 'hear', by, aliases, at: gesture.at } as const;
    // No event id: talk would push those of commands out, and the message's own time tells it again.
    await commit(this.parts, this.after, id, null, (complaint) =>
      decideSystem(complaint, command, this.moment()),
    );
    return NONE;
  }

  private async arrived(): Promise<Reply> {
    await this.person();
    return notice(helpNotice());
  }

  private async left(): Promise<Reply> {
    await forget(this.parts.people, this.incoming.account);
    return NONE;
  }

  private person(): Promise<Person> {
    this.met ??= meet(this.parts, this.incoming);
    return this.met;
  }

  private moment(): Omit<PersonContext, 'actor'> {
    const { clock, realNow, organisation } = this.parts;
    return { now: clock.now(), realNow: realNow(), organisation };
  }

  private context(person: Person): PersonContext {
    return { ...this.moment(), actor: viewerOf(person, this.parts.organisation) };
  }
}

/** Is it as good as sure that a message reaches whoever made the gesture, where they made it? */
function canBeWrittenTo(
  { accounts }: Person,
  { account, reference, needsReference = false }: Incoming,
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
