import { decide, decideSystem } from '../../domain/commands/decide.js';
import type { PersonCommand } from '../../domain/complaint/command.js';
import type { PersonContext } from '../../domain/complaint/decision.js';
import { toViewer } from '../../domain/complaint/permissions.js';
import { type Refusal, refusal } from '../../domain/document/refusal.js';
import { toStandInViewer } from '../../domain/inbox/stand-in.js';
import type { Person } from '../../domain/organisation/person.js';
import type { EventPayload, InboundEvent, Reply } from '../../ports/intake.js';
import {
  type ButtonRef,
  isAction,
  isDirectAction,
  isInboxAction,
  type OpeningAction,
  parseButtonValue,
} from '../../views/buttons.js';
import { parseChatCommand } from '../../views/chat-commands.js';
import { collectPersonIds, type ViewContext } from '../../views/context.js';
import type { Notice } from '../../views/elements.js';
import { parseFormTarget } from '../../views/forms/add-report-form.js';
import { isInboxForm } from '../../views/forms/form-fields.js';
import { answerNotice, helpNotice, refusalFault, refusalNotice } from '../../views/notices.js';
import type { Dependencies } from '../dependencies.js';
import type { DocumentHooks } from '../inbox/commit-inbox.js';
import { loadAbsences } from '../inbox/load-absences.js';
import { findLinked } from '../matching/find-linked.js';
import { refreshPerson } from '../organisation/refresh-person.js';
import { commit } from '../scheduling/commit.js';
import { readNaming } from './filing/colleague.js';
import { continueRecording } from './filing/continue-recording.js';
import { handleFiling } from './filing/filing.js';
import type { FilingEvent } from './filing/filing-event.js';
import { lookUpMatches, openFilingForm, unfoldFilingForm } from './filing/filing-form.js';
import type { OpenSources } from './filing/filing-source.js';
import { handleInboxCommand, type InboxEvent } from './inbox-events.js';
import { handleInboxForm, openInboxForm } from './inbox-forms.js';
import { listComplaints } from './list-complaints.js';
import { openForm } from './open-form.js';
import { parseFormCommand, toDirectCommand } from './parse-form.js';
import { forgetReference, resolvePerson, withAliases } from './resolve-person.js';

const NONE: Reply = { kind: 'none' };

function noticeReply(shown: Notice | undefined): Reply {
  return shown === undefined ? NONE : { kind: 'notice', notice: shown };
}

function faultsReply([first, ...more]: readonly [Refusal, ...Refusal[]]): Reply {
  return { kind: 'faults', faults: [refusalFault(first), ...more.map(refusalFault)] };
}

const refuseInNotice: InboxEvent['onRefusal'] = ([first]) => noticeReply(refusalNotice(first));

/** Handles one event. */
export class EventHandler {
  private readonly deps: Dependencies;
  private readonly hooks: DocumentHooks;
  private readonly event: InboundEvent;
  private readonly sources: OpenSources;
  private person: Promise<Person> | undefined;

  constructor(deps: Dependencies, hooks: DocumentHooks, sources: OpenSources, event: InboundEvent) {
    this.deps = deps;
    this.hooks = hooks;
    this.sources = sources;
    this.event = event;
  }

  async handle(): Promise<Reply> {
    const { payload, reference } = this.event;
    // Even if the handler does not need the person: the reference is how we can write to them.
    const isAuthor = !['uninstalled', 'profile', 'joined'].includes(payload.kind);
    if (reference !== null && isAuthor) await this.resolvePerson();
    switch (payload.kind) {
      case 'command':
        return this.handleCommand(payload.text);
      case 'quote':
        return openFilingForm(await this.filingEvent(), payload.text, payload.source);
      case 'action':
        return this.handleAction(payload);
      case 'unfold':
        return unfoldFilingForm(await this.filingEvent(), payload);
      case 'look-up':
        return lookUpMatches(await this.filingEvent(), payload);
      case 'submission':
        return this.handleSubmission(payload);
      case 'message':
        return this.handleMessage(payload);
      case 'installed':
        return this.handleInstalled();
      // What follows is done by `afterEvent`: nobody waits for it.
      case 'joined':
        return NONE;
      case 'uninstalled':
        return this.handleUninstalled();
      case 'profile':
        return this.handleProfile();
    }
  }

  private async handleCommand(words: string): Promise<Reply> {
    const command = parseChatCommand(words);
    switch (command.kind) {
      case 'report':
        return openFilingForm(await this.filingEvent(), command.text);
      case 'list':
        return noticeReply(await listComplaints(this.deps, await this.resolvePerson()));
      case 'away': {
        const inbox = await this.inboxEvent(refuseInNotice);
        const { words } = command;
        if (words === undefined) return openInboxForm('away', inbox);
        return handleInboxCommand(inbox, { kind: 'away', words });
      }
      case 'back':
        return handleInboxCommand(await this.inboxEvent(refuseInNotice), { kind: 'back' });
      case 'reminders':
        return openInboxForm('reminders', await this.inboxEvent(refuseInNotice));
      case 'help':
        return noticeReply(helpNotice());
    }
  }

  private async handleAction(payload: Extract<EventPayload, { kind: 'action' }>): Promise<Reply> {
    const { action, value, form } = payload;
    if (isInboxAction(action)) return this.handleCommand(action);
    const target = parseButtonValue(value);
    if (target === undefined || !isAction(action))
      return noticeReply(refusalNotice(refusal('not-found')));
    const person = await this.resolvePerson();
    if (!isDirectAction(action)) return this.openForm(action, target, person);
    const command = toDirectCommand(action, target);
    const reply = await this.executeCommand(target, command, person, ([first]) =>
      noticeReply(refusalNotice(first, target.id)),
    );
    // Details that stay open must not show the old state.
    const isStale = reply.kind === 'none' && form === 'details';
    return isStale ? this.openForm('details', target, person) : reply;
  }

  private async openForm(action: OpeningAction, target: ButtonRef, person: Person): Promise<Reply> {
    const complaint = await this.deps.complaints.load(target.id);
    if (complaint === undefined) return noticeReply(refusalNotice(refusal('not-found')));
    const { organisation, clock } = this.deps;
    const people = await this.deps.people.getMany(collectPersonIds(complaint, organisation));
    const context: ViewContext = { complaint, organisation, people, now: clock.now() };
    const { actor: viewer, absences } = await this.personContext(person);
    const linked = action === 'details' ? await findLinked(this.deps, complaint, viewer) : [];
    const shown = { ...context, absences, linked };
    const result = openForm(action, target, shown, viewer, this.deps.newId());
    if (result.kind === 'form') return { kind: 'form', form: result.form };
    if (result.kind === 'refused') return noticeReply(refusalNotice(result.refusal, target.id));
    return noticeReply(answerNotice(target.id, result.answer, getZone(person)));
  }

  private async handleSubmission(
    payload: Extract<EventPayload, { kind: 'submission' }>,
  ): Promise<Reply> {
    const person = await this.resolvePerson();
    if (payload.form === 'file') {
      return handleFiling(await this.filingEvent(), payload);
    }
    const { form, values } = payload;
    if (isInboxForm(form)) {
      return handleInboxForm(form, await this.inboxEvent(faultsReply), values);
    }
    const target = parseFormTarget(payload.context);
    const { platform } = this.event.account;
    const command =
      form === 'name-colleague'
        ? await readNaming(this.deps, values)
        : target && parseFormCommand(form, values, target, person.zone, platform);
    if (command !== undefined && 'code' in command) return faultsReply([command]);
    if (target === undefined || command === undefined) return faultsReply([refusal('not-found')]);
    const reply = await this.executeCommand(target, command, person, faultsReply);
    if (command.kind === 'add-report' && reply.kind === 'notice') {
      return { ...reply, addedTo: target.id };
    }
    if (command.kind !== 'recategorise') return reply;
    const viewer = toViewer(person, this.deps.organisation);
    const { eventId } = this.event;
    return continueRecording(this.deps, { id: target.id, eventId, viewer, reply });
  }

  private async executeCommand(
    target: ButtonRef,
    command: PersonCommand,
    person: Person,
    onRefusal: (refusals: readonly [Refusal, ...Refusal[]]) => Reply,
  ): Promise<Reply> {
    const { eventId } = this.event;
    const { people } = this.deps;
    const resolved = await withAliases(people, command);
    const context = await this.personContext(person);
    const source = { id: eventId, by: context.actor };
    const committed = await commit(
      this.deps,
      this.hooks.complaint,
      target.id,
      source,
      (complaint) => decide(complaint, resolved, { ...context, ...this.systemContext() }),
    );
    if (committed.kind === 'absent') return onRefusal([refusal('not-found')]);
    if (committed.kind === 'refused') return onRefusal(committed.refusals);
    return noticeReply(answerNotice(target.id, committed.answer, getZone(person)));
  }

  private async handleMessage(payload: Extract<EventPayload, { kind: 'message' }>): Promise<Reply> {
    const found = await this.deps.complaints.findByThread(payload.thread);
    if (found === undefined)
      return payload.asks === undefined ? NONE : this.handleCommand(payload.asks);
    const { id: by, aliases } = await this.resolvePerson();
    const { id, placement } = found;
    const { platform: on } = this.event.account;
    const command = { kind: 'hear', by, aliases, placement, at: payload.at, on } as const;
    // No event id: messages would push out the ids of commands, and a repeat is recognised by its time.
    await commit(this.deps, this.hooks.complaint, id, null, (complaint) =>
      decideSystem(complaint, command, this.systemContext()),
    );
    return NONE;
  }

  private async handleInstalled(): Promise<Reply> {
    await this.resolvePerson();
    return noticeReply(helpNotice());
  }

  private async handleUninstalled(): Promise<Reply> {
    await forgetReference(this.deps.people, this.event.account);
    return NONE;
  }

  /** Only for people who are known: nobody is recorded because they have a profile. */
  private async handleProfile(): Promise<Reply> {
    const { account, displayName: name, zone } = this.event;
    const person = await this.deps.people.findByAccount(account);
    if (person !== undefined) await refreshPerson(this.deps, person, { account, name, zone });
    return NONE;
  }

  private async filingEvent(): Promise<FilingEvent> {
    const { deps, event, sources } = this;
    const person = await this.resolvePerson();
    const hooks = this.hooks.complaint;
    return {
      ...{ deps, hooks, event, sources, person, onRefusal: faultsReply },
      context: { ...this.systemContext(), actor: toViewer(person, deps.organisation) },
      openForm: (action, target) => this.openForm(action, target, person),
    };
  }

  private async inboxEvent(onRefusal: InboxEvent['onRefusal']): Promise<InboxEvent> {
    const { deps, event } = this;
    return { deps, hooks: this.hooks.inbox, event, person: await this.resolvePerson(), onRefusal };
  }

  /** The event's author, resolved once for the event. */
  private resolvePerson(): Promise<Person> {
    this.person ??= resolvePerson(this.deps, this.event);
    return this.person;
  }

  private systemContext(): Omit<PersonContext, 'actor'> {
    const { clock, realNow, organisation } = this.deps;
    return { now: clock.now(), realNow: realNow(), organisation };
  }

  /** With the rights of those for whom the person stands in. */
  private async personContext(
    person: Person,
  ): Promise<PersonContext & Required<Pick<PersonContext, 'absences'>>> {
    const context = { ...this.systemContext(), absences: await loadAbsences(this.deps) };
    const viewer = toViewer(person, this.deps.organisation);
    return { ...context, actor: toStandInViewer(viewer, context) };
  }
}

function getZone(person: Person): string {
  return person.zone ?? 'UTC';
}
