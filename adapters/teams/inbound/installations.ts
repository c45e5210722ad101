import type { InboundEvent, Intake } from '../../../src/ports/intake.js';
import type { IdempotencyCache } from './idempotency-cache.js';
import { type MessageOptions, sendWelcome } from './messages.js';
import { isFromPerson, toInboundEvent, toScope } from './parse.js';
import type { Activity } from './payloads.js';

export interface InstallationOptions extends MessageOptions {
  readonly intake: Intake;
  /** The recently sent welcome messages, by conversation. False (not sent) is not cached. */
  readonly welcomed: IdempotencyCache<boolean>;
}

/**
 * Handles that a person installed or removed the app, and welcomes a new person. Rejects when the
 * event could not be handled.
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
  await options.welcomed.once(activity.conversation.id, () =>
    sendWelcome(options, activity, reply),
  );
}

/** A person installed or removed the app. */
export interface Installation {
  readonly event: InboundEvent;
  /** Whether to send a welcome message. False after an update of the app. */
  readonly isNew: boolean;
}

/**
 * Parses an installation; undefined when it is about another member than the app, or not personal.
 * Teams reports most installations twice, as `installationUpdate` and as `conversationUpdate`
 * (learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events).
 */
export function parseInstallation(
  activity: Activity,
  kind: 'installed' | 'uninstalled',
  tenant: string,
): Installation | undefined {
  if (toScope(activity) !== 'personal' || !isFromPerson(activity)) return undefined;
  if (!isAboutBot(activity, kind)) return undefined;
  const isNew = kind === 'installed' && activity.action !== 'add-upgrade';
  const event = toInboundEvent(activity, { kind }, tenant);
  // After the removal the bot can no longer write to this chat.
  return { event: kind === 'uninstalled' ? { ...event, reference: null } : event, isNew };
}

function isAboutBot(activity: Activity, kind: 'installed' | 'uninstalled'): boolean {
  const { type, action, recipient, membersAdded, membersRemoved } = activity;
  // `remove-upgrade` is the first half of an update: `add-upgrade` follows.
  if (type === 'installationUpdate') return action !== 'remove-upgrade';
  const members = kind === 'installed' ? membersAdded : membersRemoved;
  return members?.some(({ id }) => id === recipient.id) ?? false;
}
