import type { JsonObject } from '../json.js';
import type { Core } from './state.js';

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Everybody a person can mention: the bot, people and tags, with the id an entity carries. */
function mentionable(core: Core): { id: string; name: string; aadObjectId?: string }[] {
  const { botName, people, tags } = core.state;
  return [
    { id: core.botId, name: botName },
    ...people.map(({ id, teamsId, name }) => ({ id: teamsId, name, aadObjectId: id })),
    ...tags.map(({ id, name }) => ({ id, name })),
  ];
}

/** What a person typed, as Teams sends it: `@Name` becomes `<at>Name</at>` with its entity. */
export function withMentions(core: Core, typed: string): { text: string; entities: JsonObject[] } {
  const entities: JsonObject[] = [];
  let text = typed;
  for (const mentioned of mentionable(core)) {
    const pattern = new RegExp(`@${escapePattern(mentioned.name)}(?![\\p{L}\\p{N}])`, 'giu');
    const mark = `<at>${mentioned.name}</at>`;
    const marked = text.replaceAll(pattern, mark);
    if (marked === text) continue;
    text = marked;
    entities.push({ type: 'mention', mentioned, text: mark });
  }
  return { text, entities };
}

/** True when one of the entities mentions the bot. */
export function mentionsBot(core: Core, entities: readonly JsonObject[]): boolean {
  return entities.some((entity) => {
    const mentioned = entity.mentioned as JsonObject | undefined;
    return entity.type === 'mention' && mentioned?.id === core.botId;
  });
}
