import type { types } from '@slack/bolt';
import { isolate } from '../../../src/domain/text/isolate.js';
import { SLACK_TEXT } from '../../../src/text/slack-en.js';
import { type Piece, showWords } from './pieces.js';

/**
 * Lines of pieces as a `rich_text` block, in which text is literal: no markup, no emoji names, no
 * links of Slack's own (docs.slack.dev/reference/block-kit/blocks/rich-text-block).
 */
export function toRichTextBlock(lines: readonly (readonly Piece[])[]): types.RichTextBlock {
  const elements = lines.map((line): types.RichTextSection => {
    return { type: 'rich_text_section', elements: line.flatMap(toElements) };
  });
  return { type: 'rich_text', elements };
}

/** None for words without text, which Slack refuses. */
function toElements(piece: Piece): readonly types.RichTextElement[] {
  switch (piece.kind) {
    case 'words': {
      const text = showWords(piece);
      if (text === '') return [];
      return [{ type: 'text', text, ...(piece.isStrong ? { style: { bold: true } } : {}) }];
    }
    case 'user':
      return [{ type: 'user', user_id: piece.id }];
    case 'group':
      return [{ type: 'usergroup', usergroup_id: piece.id }];
    case 'link':
      return [{ type: 'link', url: piece.url, text: isolate(piece.label) }];
    case 'date': {
      const { seconds: timestamp, fallback } = piece;
      return [{ type: 'date', timestamp, format: SLACK_TEXT.dateFormat, fallback }];
    }
  }
}

/** The pieces as one `plain_text`, where there is no other place: names for mentions, dates in their own zone. */
export function toPlainWords(pieces: readonly Piece[]): string {
  return pieces.map(toPlain).join('');
}

function toPlain(piece: Piece): string {
  switch (piece.kind) {
    case 'words':
      return showWords(piece);
    case 'user':
    case 'group':
      return isolate(piece.name);
    case 'link':
      return isolate(piece.label);
    case 'date':
      return piece.fallback;
  }
}
