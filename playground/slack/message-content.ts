import { asList, asObjects, asString, isObject, type JsonObject } from '../json.js';
import { faultsInBlocks, isTooMuchText } from './blocks/validate.js';
import type { MessageContent } from './messages.js';
import { Refusal } from './refusal.js';
import type { MessageMetadata } from './types.js';

/** Characters of top-level text Slack takes; it cuts what is longer, here it is refused. */
const LONGEST_TEXT = 40_000;

/**
 * Bytes of metadata (`event_payload` as JSON). Slack names the error, not the number; this is the
 * 16 kB its documentation gave for a whole message.
 */
const METADATA_BYTES = 16_384;

/**
 * The content of a message as the bot sent it, checked.
 *
 * @throws Refusal `no_text`, `msg_too_long`, `invalid_blocks_format`, `invalid_blocks`,
 *   `msg_blocks_too_long`, `invalid_metadata_format`, `metadata_too_large`.
 */
export function contentOf(args: JsonObject): MessageContent {
  const text = asString(args.text) ?? '';
  const blocks = checkedBlocks(args.blocks);
  const attachments = args.attachments === undefined ? undefined : asObjects(args.attachments);
  if (text === '' && !blocks?.length && !attachments?.length) throw new Refusal('no_text');
  if (text.length > LONGEST_TEXT) throw new Refusal('msg_too_long');
  return { text, blocks, attachments, metadata: metadataOf(args.metadata) };
}

function checkedBlocks(value: unknown): JsonObject[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw new Refusal('invalid_blocks_format');
  const faults = faultsInBlocks(value);
  if (faults.length > 0) throw new Refusal('invalid_blocks', faults);
  if (isTooMuchText(asList(value))) throw new Refusal('msg_blocks_too_long');
  return asObjects(value);
}

function metadataOf(value: unknown): MessageMetadata | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw new Refusal('invalid_metadata_format');
  const { event_type, event_payload } = value;
  if (typeof event_type !== 'string' || event_type === '' || !isObject(event_payload)) {
    throw new Refusal('invalid_metadata_format');
  }
  if (Buffer.byteLength(JSON.stringify(event_payload)) > METADATA_BYTES) {
    throw new Refusal('metadata_too_large');
  }
  return { event_type, event_payload };
}
