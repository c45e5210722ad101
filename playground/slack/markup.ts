import { isObject, type JsonObject } from '../json.js';

/** Escapes `&`, `<` and `>` as Slack's clients do with what people type. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Escapes what is not escaped yet: Slack keeps entities that are already there. */
function escapeOnce(text: string): string {
  return text
    .replaceAll(/&(?!amp;|lt;|gt;)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/**
 * Blocks as Slack gives them back after storing them in a message: `plain_text` objects come back
 * escaped (slackapi/bolt-python#513).
 */
export function asStored(value: JsonObject): JsonObject {
  return walk(value) as JsonObject;
}

function walk(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(walk);
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) copy[key] = walk(inner);
  if (copy.type === 'plain_text' && typeof copy.text === 'string') {
    copy.text = escapeOnce(copy.text);
    copy.emoji ??= true;
  }
  if (copy.type === 'mrkdwn') copy.verbatim ??= false;
  return copy;
}
