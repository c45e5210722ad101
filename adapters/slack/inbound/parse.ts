import type { Account } from '../../../src/domain/organisation/person.js';
import type { FieldValue, InboundEvent } from '../../../src/ports/intake.js';
import { toMessageKey } from '../addresses.js';
import { parseActionId } from '../render/blocks.js';
import { FIELD_ACTION } from '../render/fields.js';
import { type FormState, parseFormState } from '../render/form-state.js';
import { unescapeMarkup } from './message-text.js';
import {
  blockActionsPayload,
  commandPayload,
  elementState,
  messageEventPayload,
  viewSubmissionPayload,
} from './payloads.js';

/** A way to answer whoever did it, besides the acknowledgement. */
export interface ReplyAddress {
  /** Opens a form: once, within three seconds. */
  readonly triggerId: string;
  /** Takes messages only the actor sees: five, within half an hour. Null where Slack gives none. */
  readonly responseUrl: string | null;
}

/** A button, and where it stood. */
export interface ParsedAction extends ReplyAddress {
  readonly event: InboundEvent;
  /** The modal the button stood in; null in a message. */
  readonly view: string | null;
  /** The thread the button's message is in; null outside threads. */
  readonly thread: string | null;
}

/** A slash command. */
export interface ParsedCommand extends ReplyAddress {
  readonly event: InboundEvent;
}

/** A form sent in. `fields` are its fields' names, in order. */
export interface ParsedSubmission {
  readonly event: InboundEvent;
  readonly fields: readonly string[];
}

/** Slack's events say nothing of zones, and a direct message needs no more than the account. */
export const NO_PROFILE = { zone: null, reference: null } as const;

type FieldKind = FormState['fields'][number][1];
type ElementState = ReturnType<(typeof elementState)['parse']>;

/** Longest moment taken, in Unix seconds: Slack's `selected_date_time` has ten digits. */
const LAST_SECOND = 9_999_999_999;

/** Reads a slash command; undefined for what is none. Its event id is its trigger id. */
export function parseCommand(body: unknown): ParsedCommand | undefined {
  const slash = commandPayload.safeParse(body).data;
  if (slash === undefined) return undefined;
  return {
    event: {
      eventId: slash.trigger_id,
      account: toAccount(slash.team_id, slash.user_id),
      displayName: slash.user_name ?? null,
      ...NO_PROFILE,
      payload: { kind: 'command', text: unescapeMarkup(slash.text) },
    },
    triggerId: slash.trigger_id,
    responseUrl: slash.response_url ?? null,
  };
}

/** Reads a pressed button; undefined for other elements. Its event id is its trigger id. */
export function parseAction(body: unknown, workspace: string): ParsedAction | undefined {
  const press = blockActionsPayload.safeParse(body).data;
  if (press === undefined) return undefined;
  const { action_id, value } = press.actions[0];
  const form = press.view?.callback_id;
  return {
    event: {
      eventId: press.trigger_id,
      account: toAccount(press.user.team_id ?? press.team?.id ?? workspace, press.user.id),
      displayName: press.user.name ?? press.user.username ?? null,
      ...NO_PROFILE,
      payload: {
        kind: 'action',
        action: parseActionId(action_id),
        value,
        ...(form === undefined ? {} : { form }),
      },
    },
    triggerId: press.trigger_id,
    responseUrl: press.response_url ?? null,
    view: press.view?.id ?? null,
    thread: press.container?.thread_ts ?? press.message?.thread_ts ?? null,
  };
}

/**
 * Reads a form sent in; undefined for a modal that is not ours. Its event id is the submission id
 * we gave the form, so sending it again after a lost answer is the same event.
 */
export function parseViewSubmission(
  body: unknown,
  workspace: string,
): ParsedSubmission | undefined {
  const submit = viewSubmissionPayload.safeParse(body).data;
  const memory = submit && parseFormState(submit.view.private_metadata);
  if (submit === undefined || memory === undefined) return undefined;
  return {
    event: {
      eventId: memory.submission,
      account: toAccount(submit.user.team_id ?? submit.team?.id ?? workspace, submit.user.id),
      displayName: submit.user.name ?? submit.user.username ?? null,
      ...NO_PROFILE,
      payload: {
        kind: 'submission',
        form: memory.form,
        context: memory.context,
        values: parseFormValues(memory, submit.view.state.values, workspace),
      },
    },
    fields: memory.fields.map(([name]) => name),
  };
}

/**
 * A submission's values, one for each field the form had, in its kind: moments in ms UTC, people
 * as accounts of `workspace`. What is empty, missing or of another shape is null; a tick is false.
 */
function parseFormValues(
  memory: FormState,
  state: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  workspace: string,
): Readonly<Record<string, FieldValue>> {
  const entries = memory.fields.map(([name, kind]): [string, FieldValue] => {
    const block = Object.hasOwn(state, name) ? state[name] : undefined;
    const element = elementState.safeParse(block?.[FIELD_ACTION]).data;
    return [name, read(kind, element, workspace)];
  });
  return Object.fromEntries(entries);
}

function read(kind: FieldKind, state: ElementState | undefined, workspace: string): FieldValue {
  switch (kind) {
    case 'text':
      return state?.value ?? null;
    case 'choice':
      return state?.selected_option?.value ?? null;
    case 'moment':
      return momentOf(state?.selected_date_time);
    case 'tick':
      return (state?.selected_options?.length ?? 0) > 0;
    case 'person':
      return personOf(state?.selected_user, workspace);
  }
}

function momentOf(seconds: number | null | undefined): number | null {
  if (typeof seconds !== 'number') return null;
  return seconds >= 0 && seconds <= LAST_SECOND ? seconds * 1000 : null;
}

function personOf(userId: string | null | undefined, workspace: string): Account | null {
  return typeof userId === 'string' ? { platform: 'slack', workspace, userId } : null;
}

/**
 * Reads what a person wrote in a thread, without its text. Undefined for everything else: bots
 * (us among them), edits, joins, direct messages, and messages outside threads.
 * @param ownUser the bot's own user id
 */
export function parseMessage(body: unknown, ownUser: string): InboundEvent | undefined {
  const heard = messageEventPayload.safeParse(body).data;
  if (heard === undefined) return undefined;
  const { event } = heard;
  if (event.user === ownUser || event.thread_ts === event.ts) return undefined;
  return {
    eventId: heard.event_id,
    account: toAccount(event.user_team ?? event.team ?? heard.team_id, event.user),
    displayName: null,
    ...NO_PROFILE,
    payload: {
      kind: 'message',
      thread: toMessageKey(event.channel, event.thread_ts),
      at: Math.round(Number(event.ts) * 1000),
    },
  };
}

/** A person's account; `workspace` is its `T…` id. */
export function toAccount(workspace: string, userId: string): Account {
  return { platform: 'slack', workspace, userId };
}
