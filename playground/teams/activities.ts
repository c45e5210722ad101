import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../json.js';
import type { Where } from './directory.js';
import type { Core } from './state.js';
import type { Message, Person, Team } from './types.js';

/** What building activities needs: the tenant and the service URL that activities name. */
export interface Sender {
  core: Core;
  serviceUrl: () => string;
}

/** ISO time in a zone with its offset, e.g. `2026-11-22T19:30:00.000+01:00`. */
function localTime(at: number, zone: string): string {
  const named = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value;
  const offset = /[+-]\d{2}:\d{2}/.exec(named ?? '')?.[0] ?? '+00:00';
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4));
  const shift = offset.startsWith('-') ? -minutes : minutes;
  return new Date(at + shift * 60_000).toISOString().replace('Z', offset);
}

/** A person as activities name them. */
export function account(person: Person): JsonObject {
  return { id: person.teamsId, name: person.name, aadObjectId: person.id };
}

/** A conversation as activities name it. */
function conversation(core: Core, where: Where): JsonObject {
  const { tenantId } = core.state;
  if (where.kind === 'personal') {
    return { conversationType: 'personal', tenantId, id: where.id };
  }
  return { isGroup: true, conversationType: 'channel', tenantId, id: where.id };
}

function channelData(core: Core, where: Where): JsonObject {
  const tenant = { id: core.state.tenantId };
  if (where.kind === 'personal') return { tenant };
  const { team, channel } = where;
  return {
    teamsChannelId: channel.id,
    teamsTeamId: team.id,
    channel: { id: channel.id },
    team: { id: team.id },
    tenant,
  };
}

function clientInfo(person: Person): JsonObject {
  const { locale, tz } = person;
  const country = locale.split('-')[1] ?? 'GB';
  return { type: 'clientInfo', locale, country, platform: 'Web', timezone: tz };
}

/** What all activities that come from a person have in common. */
function fromPerson({ core, serviceUrl }: Sender, person: Person, where: Where): JsonObject {
  const at = core.now();
  return {
    channelId: 'msteams',
    serviceUrl: serviceUrl(),
    timestamp: new Date(at).toISOString(),
    localTimestamp: localTime(at, person.tz),
    localTimezone: person.tz,
    locale: person.locale,
    from: account(person),
    recipient: { id: core.botId, name: core.state.botName },
    conversation: conversation(core, where),
    channelData: channelData(core, where),
    entities: [clientInfo(person)],
  };
}

function html(text: string): string {
  const lines = text.split('\n').map((line) => `<p>${line}</p>`);
  return lines.join('');
}

/** A person's message, as the bot hears it. */
export function messageActivity(
  sender: Sender,
  person: Person,
  where: Where,
  message: Message,
): JsonObject {
  const base = fromPerson(sender, person, where);
  return {
    ...base,
    type: 'message',
    id: message.id,
    text: message.text,
    textFormat: 'plain',
    attachments: [{ contentType: 'text/html', content: html(message.text) }],
    entities: [...message.entities, clientInfo(person)],
    ...(message.root === message.id ? {} : { replyToId: message.root }),
  };
}

/** A person's changed message. */
export function editActivity(
  sender: Sender,
  person: Person,
  where: Where,
  message: Message,
): JsonObject {
  const activity = messageActivity(sender, person, where, message);
  const data = activity.channelData as JsonObject;
  return {
    ...activity,
    type: 'messageUpdate',
    channelData: { ...data, eventType: 'editMessage' },
  };
}

/** What an `Action.Submit` without more sends: a message with a value and no text. */
export function valueActivity(
  sender: Sender,
  person: Person,
  where: Where,
  sent: { value: JsonObject; replyToId: string },
): JsonObject {
  const base = fromPerson(sender, person, where);
  const data = base.channelData as JsonObject;
  return {
    ...base,
    type: 'message',
    id: sender.core.nextActivity(),
    channelData: { ...data, source: { name: 'message' }, legacy: { replyToId: sent.replyToId } },
    ...sent,
  };
}

/** Something that wants an answer at once: dialogs, buttons, message extensions. */
export function invokeActivity(
  sender: Sender,
  person: Person,
  where: Where,
  sent: { name: string; value: JsonObject; replyToId?: string },
): JsonObject {
  const base = fromPerson(sender, person, where);
  const data = base.channelData as JsonObject;
  const source = { name: sent.replyToId === undefined ? 'compose' : 'message' };
  return {
    ...base,
    type: 'invoke',
    id: `f:${randomUUID()}`,
    channelData: { ...data, source },
    ...sent,
  };
}

/** The app was added or taken away in a conversation by somebody. */
export function installationActivity(
  sender: Sender,
  person: Person,
  where: Where,
  action: 'add' | 'remove',
): JsonObject {
  const base = fromPerson(sender, person, where);
  const data = base.channelData as JsonObject;
  const settings = where.kind === 'channel' ? { selectedChannel: { id: where.chat } } : {};
  return {
    ...base,
    type: 'installationUpdate',
    id: `f:${randomUUID()}`,
    action,
    channelData: { ...data, settings, source: { name: 'message' } },
  };
}

/** Something about a conversation changed: members, channels, the team. `more` is what and who. */
export function conversationActivity(
  sender: Sender,
  person: Person,
  where: Where,
  more: { eventType?: string; membersAdded?: JsonObject[]; membersRemoved?: JsonObject[] },
): JsonObject {
  const base = fromPerson(sender, person, where);
  const { eventType, ...members } = more;
  const data = base.channelData as JsonObject;
  return {
    ...base,
    type: 'conversationUpdate',
    id: `f:${randomUUID()}`,
    channelData: {
      ...data,
      ...(where.kind === 'channel' ? { team: teamInfo(where.team) } : {}),
      ...(eventType ? { eventType } : {}),
    },
    ...members,
  };
}

function teamInfo(team: Team): JsonObject {
  return { id: team.id, name: team.name, aadGroupId: team.groupId };
}
