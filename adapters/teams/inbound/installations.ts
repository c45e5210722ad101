import type { Incoming, Intake } from '../../../src/ports/intake.js';
import type { Recent } from './idempotency-cache.js';
import { greet, type MessageOptions } from './messages.js';
import { incomingOf, isFromPerson, scopeOf } from './parse.js';
import type { Activity } from './payloads.js';

export interface InstallationOptions extends MessageOptions {
  readonly intake: Intake;
  /** Who was greeted lately, by conversation; false, which is forgotten, where it could not be sent. */
  readonly greeted: Recent<boolean>;
}

/**
 * Takes that the app came to somebody or left them, and greets whom it came to. Rejects when it was
 * not taken.
 */
export async function takeInstallation(
  options: InstallationOptions,
  activity: Activity,
  kind: 'arrived' | 'left',
): Promise<void> {
  const installation = parseInstallation(activity, kind, options.answering.tenant);
  if (installation === undefined || !isFromPerson(activity)) return;
  const reply = await options.intake.handle(installation.incoming);
  if (!installation.isNew) return;
  await options.greeted.once(activity.conversation.id, () => greet(options, activity, reply));
}

/** The app came to somebody, or left them. */
export interface Installation {
  readonly incoming: Incoming;
  /** Whether the person is to be told what the app does: not after a mere update of it. */
  readonly isNew: boolean;
}

/**
 * Reads what was added or removed; undefined when it is not the app, or not for a person. Teams tells
 * of both in two ways, mostly in both at once
 * (learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events).
 */
export function parseInstallation(
  activity: Activity,
  kind: 'arrived' | 'left',
  tenant: string,
): Installation | undefined {
  if (scopeOf(activity) !== 'personal' || !isFromPerson(activity)) return undefined;
  if (!isOfUs(activity, kind)) return undefined;
  const isNew = kind === 'arrived' && activity.action !== 'add-upgrade';
  const incoming = incomingOf(activity, { kind }, tenant);
  // Where they could be written to is no way to them any more.
  return { incoming: kind === 'left' ? { ...incoming, reference: null } : incoming, isNew };
}

function isOfUs(activity: Activity, kind: 'arrived' | 'left'): boolean {
  const { type, action, recipient, membersAdded, membersRemoved } = activity;
  // `remove-upgrade` is the first half of an update: `add-upgrade` follows.
  if (type === 'installationUpdate') return action !== 'remove-upgrade';
  const members = kind === 'arrived' ? membersAdded : membersRemoved;
  return members?.some(({ id }) => id === recipient.id) ?? false;
}
