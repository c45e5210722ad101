import type { Account } from '../../../src/domain/organisation/person.js';
import type { Incoming } from '../../../src/ports/intake.js';
import { keyOf } from '../addresses.js';
import { actionOf } from '../render/blocks.js';
import { unpacked } from '../render/form-state.js';
import { valuesOf } from './form-values.js';
import { unescaped } from './message-text.js';
import { heardPayload, pressPayload, slashPayload, submitPayload } from './payloads.js';

/** A way to answer whoever did it, besides the acknowledgement. */
export interface Answerable {
  /** Opens a form: once, within three seconds. */
  readonly triggerId: string;
  /** Takes messages only the actor sees: five, within half an hour. Null where Slack gives none. */
  readonly responseUrl: string | null;
}

/** A button, and where it stood. */
export interface Pressed extends Answerable {
  readonly incoming: Incoming;
  /** The modal the button stood in; null in a message. */
  readonly view: string | null;
  /** The thread the button's message is in; null outside threads. */
  readonly thread: string | null;
}

/** A slash command. */
export interface Slashed extends Answerable {
  readonly incoming: Incoming;
}

/** A form sent in. `fields` are its fields' names, in order. */
export interface Submitted {
  readonly incoming: Incoming;
  readonly fields: readonly string[];
}

/** Slack's events say nothing of zones, and a direct message needs no more than the account. */
export const NOTHING_SAID = { zone: null, reference: null } as const;

/** Reads a slash command; undefined for what is none. Its event id is its trigger id. */
export function parseSlash(body: unknown): Slashed | undefined {
  const slash = slashPayload.safeParse(body).data;
  if (slash === undefined) return undefined;
  return {
    incoming: {
      eventId: slash.trigger_id,
      account: accountOf(slash.team_id, slash.user_id),
      displayName: slash.user_name ?? null,
      ...NOTHING_SAID,
      gesture: { kind: 'slash', text: unescaped(slash.text) },
    },
    triggerId: slash.trigger_id,
    responseUrl: slash.response_url ?? null,
  };
}

/** Reads a pressed button; undefined for other elements. Its event id is its trigger id. */
export function parsePress(body: unknown, workspace: string): Pressed | undefined {
  const press = pressPayload.safeParse(body).data;
  if (press === undefined) return undefined;
  const { action_id, value } = press.actions[0];
  const form = press.view?.callback_id;
  return {
    incoming: {
      eventId: press.trigger_id,
      account: accountOf(press.user.team_id ?? press.team?.id ?? workspace, press.user.id),
      displayName: press.user.name ?? press.user.username ?? null,
      ...NOTHING_SAID,
      gesture: {
        kind: 'press',
        action: actionOf(action_id),
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
export function parseSubmit(body: unknown, workspace: string): Submitted | undefined {
  const submit = submitPayload.safeParse(body).data;
  const memory = submit && unpacked(submit.view.private_metadata);
  if (submit === undefined || memory === undefined) return undefined;
  return {
    incoming: {
      eventId: memory.submission,
      account: accountOf(submit.user.team_id ?? submit.team?.id ?? workspace, submit.user.id),
      displayName: submit.user.name ?? submit.user.username ?? null,
      ...NOTHING_SAID,
      gesture: {
        kind: 'submit',
        form: memory.form,
        context: memory.context,
        values: valuesOf(memory, submit.view.state.values, workspace),
      },
    },
    fields: memory.fields.map(([name]) => name),
  };
}

/**
 * Reads what a person wrote in a thread, without its text. Undefined for everything else: bots
 * (us among them), edits, joins, direct messages, and messages outside threads.
 * @param ownUser the bot's own user id
 */
export function parseHeard(body: unknown, ownUser: string): Incoming | undefined {
  const heard = heardPayload.safeParse(body).data;
  if (heard === undefined) return undefined;
  const { event } = heard;
  if (event.user === ownUser || event.thread_ts === event.ts) return undefined;
  return {
    eventId: heard.event_id,
    account: accountOf(event.user_team ?? event.team ?? heard.team_id, event.user),
    displayName: null,
    ...NOTHING_SAID,
    gesture: {
      kind: 'heard',
      thread: keyOf(event.channel, event.thread_ts),
      at: Math.round(Number(event.ts) * 1000),
    },
  };
}

/** A person's account; `workspace` is its `T…` id. */
export function accountOf(workspace: string, userId: string): Account {
  return { platform: 'slack', workspace, userId };
}
