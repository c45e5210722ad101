import { randomUUID } from 'node:crypto';
import type { Place } from '../../../src/domain/organisation/place.js';
import type { InboundEvent, Intake } from '../../../src/ports/intake.js';
import { parseTeamsPlace } from '../addresses.js';
import type { IdempotencyCache } from './idempotency-cache.js';
import { type MessageOptions, sendWelcome } from './messages.js';
import { isFromPerson, toInboundEvent, toScope } from './parse.js';
import type { Activity } from './payloads.js';

export interface InstallationOptions extends MessageOptions {
  readonly intake: Intake;
  /** The configured places. */
  readonly places?: readonly Place[] | undefined;
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

/** What a team's `conversationUpdate` reports when the bot may post again somewhere in it. */
const JOINING_EVENTS: readonly string[] = [
  'channelCreated',
  'channelRestored',
  'channelShared',
  'teamRestored',
  'teamUnarchived',
];

/**
 * Parses that the bot can post in a team from now on: the app was added to it, or the team or one of its
 * channels came back (learn.microsoft.com, "Conversation events in your Teams bot"). The places are those of
 * `places` in this team; undefined when it has none of them.
 */
export function parseJoinedTeam(
  activity: Activity,
  {
    places = [],
    tenant,
  }: { readonly places?: readonly Place[] | undefined; readonly tenant: string },
): InboundEvent | undefined {
  const { channelData, recipient, conversation, id, timestamp } = activity;
  const team = channelData?.team?.id;
  if (team === undefined || toScope(activity) === 'personal') return undefined;
  const hasJoined =
    activity.type === 'installationUpdate'
      ? activity.action?.startsWith('add') === true
      : isAboutBot(activity, 'installed') || JOINING_EVENTS.includes(channelData?.eventType ?? '');
  if (!hasJoined) return undefined;
  const there = places.filter((place) => isInTeam(place, team, channelData?.team?.aadGroupId));
  if (there.length === 0) return undefined;
  return {
    eventId: `${conversation.id}/${id ?? timestamp ?? randomUUID()}`,
    account: { platform: 'teams', workspace: tenant, userId: recipient.id },
    ...{ displayName: null, zone: null, reference: null },
    payload: { kind: 'joined', places: there },
  };
}

/** A place may name its team by the group id; the General channel has the team's id. */
function isInTeam(place: Place, team: string, group: string | undefined): boolean {
  const found = parseTeamsPlace(place);
  if (found === undefined) return false;
  return found.team === team || found.channel === team || found.team === group;
}

/** Tells the core that the bot can post in a team from now on. Rejects when it could not be handled. */
export async function handleJoinedTeam(
  { intake, places, replyContext }: InstallationOptions,
  activity: Activity,
): Promise<void> {
  const event = parseJoinedTeam(activity, { places, tenant: replyContext.tenant });
  if (event !== undefined) await intake.handle(event);
}

function isAboutBot(activity: Activity, kind: 'installed' | 'uninstalled'): boolean {
  const { type, action, recipient, membersAdded, membersRemoved } = activity;
  // `remove-upgrade` is the first half of an update: `add-upgrade` follows.
  if (type === 'installationUpdate') return action !== 'remove-upgrade';
  const members = kind === 'installed' ? membersAdded : membersRemoved;
  return members?.some(({ id }) => id === recipient.id) ?? false;
}
