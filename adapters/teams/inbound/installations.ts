import type { InboundEvent, Intake } from '../../../src/ports/intake.js';
import type { IdempotencyCache } from './idempotency-cache.js';
import { type MessageOptions, sendWelcome } from './messages.js';
import { isFromPerson, toInboundEvent, toScope } from './parse.js';
import type { Activity } from './payloads.js';

export interface InstallationOptions extends MessageOptions {
  readonly intake: Intake;
  /** Who was greeted lately, by conversation; false, which is forgotten, where it could not be sent. */
  readonly greeted: IdempotencyCache<boolean>;
}

/**
 * Takes that the app came to somebody or left them, and greets whom it came to. Rejects when it was
 * not taken.
 */
export async function handleInstallation(
  options: InstallationOptions,
  activity: Activity,
  kind: 'installed' | 'uninstalled',
): Promise<void> {
  const installation = parseInstallation(activity, kind, options.replyContext.tenant);
  if (installation === undefined || !isFromPerson(activity)) return;
  const reply = await options.intake.handle(installation.event);
  if (!installation.isNew) return;
  await options.greeted.once(activity.conversation.id, () => sendWelcome(options, activity, reply));
}

/** The app came to somebody, or left them. */
export interface Installation {
  readonly event: InboundEvent;
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
  kind: 'installed' | 'uninstalled',
  tenant: string,
): Installation | undefined {
  if (toScope(activity) !== 'personal' || !isFromPerson(activity)) return undefined;
  if (!isOfUs(activity, kind)) return undefined;
  const isNew = kind === 'installed' && activity.action !== 'add-upgrade';
  const event = toInboundEvent(activity, { kind }, tenant);
  // Where they could be written to is no way to them any more.
  return { event: kind === 'uninstalled' ? { ...event, reference: null } : event, isNew };
}

function isOfUs(activity: Activity, kind: 'installed' | 'uninstalled'): boolean {
  const { type, action, recipient, membersAdded, membersRemoved } = activity;
  // `remove-upgrade` is the first half of an update: `add-upgrade` follows.
  if (type === 'installationUpdate') return action !== 'remove-upgrade';
  const members = kind === 'installed' ? membersAdded : membersRemoved;
  return members?.some(({ id }) => id === recipient.id) ?? false;
}
