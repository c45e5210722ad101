import { asString, isObject, type JsonObject } from '../../json.js';
import type { Faults } from './check.js';

/** Says whether a mention's id names somebody here: a person (by any of their ids), the bot, or a tag. */
export type Mentionable = (id: string, type: 'person' | 'tag') => boolean;

const MARK = /<at>.*?<\/at>/gs;

/** One mention entity: complains of what is wrong with it, returns its `<at>` text. */
function checkEntity(entity: JsonObject, mentionable: Mentionable, faults: Faults): string {
  const mentioned = isObject(entity.mentioned) ? entity.mentioned : {};
  const type = mentioned.type === 'tag' ? 'tag' : 'person';
  if (!asString(mentioned.name)) faults.add('a mention entity lacks mentioned.name', 'entities');
  if (!mentionable(asString(mentioned.id) ?? '', type)) {
    faults.add(`a mention of somebody who is not there (a ${type})`, 'entities');
  }
  return asString(entity.text) ?? '';
}

/** Checks that every `<at>` has its entity and every entity its `<at>`, of somebody there is. */
export function checkMentions(
  said: { texts: readonly string[]; entities: readonly unknown[] },
  mentionable: Mentionable,
  faults: Faults,
): void {
  const marks = new Set(said.texts.flatMap((text) => text.match(MARK) ?? []));
  const mentions = said.entities.filter(isObject).filter((entity) => entity.type === 'mention');
  const entities = new Set(mentions.map((entity) => checkEntity(entity, mentionable, faults)));
  for (const mark of entities) {
    if (!marks.has(mark)) faults.add('a mention entity has no such <at> in a text', 'entities');
  }
  for (const mark of marks) {
    if (!entities.has(mark)) faults.add('an <at> in a text has no mention entity', 'entities');
  }
}
