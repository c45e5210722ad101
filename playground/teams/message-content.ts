import { asObjects, asString, isObject, type JsonObject } from '../json.js';
import { Faults } from './cards/check.js';
import { checkMentions, type Mentionable } from './cards/mentions.js';
import { faultsInCard } from './cards/validate.js';
import { findPerson } from './directory.js';
import type { MessageContent } from './messages.js';
import { REFUSED, Refusal } from './refusal.js';
import type { Core } from './state.js';

/** Content type of an Adaptive Card attachment. */
export const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';

/** "Keep messages below 80 KB", counted as UTF-16 (Microsoft: "Format your bot messages"). */
const MESSAGE_BYTES = 80 * 1024;

/** Whether a mention names somebody of this tenant. */
export function mentionableIn(core: Core): Mentionable {
  return (id, type) => {
    if (type === 'tag') return core.state.tags.some((tag) => tag.id === id);
    return id === core.botId || findPerson(core, id) !== undefined;
  };
}

function cardsOf(attachments: readonly JsonObject[]): unknown[] {
  return attachments.filter((one) => one.contentType === CARD_TYPE).map((one) => one.content);
}

/** What else of an activity people would see in Teams; the simulated tenant has no place for it. */
const NOT_SHOWN = ['suggestedActions', 'attachmentLayout', 'importance', 'speak'];

/** Names what would be left out without a word. */
function checkShown(activity: JsonObject, entities: readonly JsonObject[], faults: Faults): void {
  for (const key of NOT_SHOWN) {
    if (activity[key] !== undefined) faults.add(`cannot show "${key}"`, '');
  }
  for (const { type } of entities) {
    if (type !== 'mention') faults.add(`cannot show an entity of type "${String(type)}"`, '');
  }
}

/**
 * The content of a message as the bot sent it, checked.
 *
 * @throws Refusal `BadArgument` without content, `BadSyntax` for cards and mentions Teams would refuse,
 *   `MessageSizeTooBig`.
 */
export function contentOf(core: Core, activity: JsonObject): MessageContent {
  const text = asString(activity.text) ?? '';
  const attachments = asObjects(activity.attachments);
  if (text === '' && attachments.length === 0) {
    throw new Refusal(REFUSED.badArgument, ['neither text nor attachments']);
  }
  if (JSON.stringify(activity).length * 2 > MESSAGE_BYTES) throw new Refusal(REFUSED.tooBig);
  const mentionable = mentionableIn(core);
  const faults = new Faults();
  const entities = asObjects(activity.entities);
  checkMentions({ texts: [text], entities }, mentionable, faults);
  checkShown(activity, entities, faults);
  for (const attachment of attachments) {
    if (attachment.contentType === CARD_TYPE && isObject(attachment.content)) continue;
    faults.add(`cannot show an attachment of type "${String(attachment.contentType)}"`, '');
  }
  for (const card of cardsOf(attachments)) {
    faults.list.push(...faultsInCard(card, 'message', mentionable));
  }
  if (faults.list.length > 0) throw new Refusal(REFUSED.badSyntax, faults.list);
  const textFormat = asString(activity.textFormat) ?? 'markdown';
  return { text, textFormat, summary: asString(activity.summary) ?? '', attachments, entities };
}
