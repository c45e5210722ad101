import { z } from 'zod';
import type { SourceFile, SourceMessage } from '../../../src/domain/intake/source.js';
import { isBlank, trimText } from '../../../src/domain/text/blank.js';
import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import { toSafeUrl } from '../../shared/safe-url.js';
import { MAX_NAME_LENGTH, shorten } from '../../shared/text.js';
import { htmlToPlainText, MAX_TEXT_LENGTH } from './message-text.js';

const optional = <T extends z.ZodType>(shape: T) =>
  z.preprocess((value) => value ?? undefined, shape.optional().catch(undefined));

const named = z.object({ id: optional(z.string()), displayName: optional(z.string()) });

/** A file is of the type `reference`; cards and quotes are attachments too. */
const attachment = z.object({
  contentType: optional(z.string()),
  contentUrl: optional(z.string()),
  name: optional(z.string()),
});

/**
 * A message as Microsoft Graph gives it and a message extension carries it, as far as it is read
 * (learn.microsoft.com/graph/api/resources/chatmessage). In channels and chats its id is the time of writing.
 */
export const graphMessage = z.object({
  id: optional(z.string().regex(/^\d{1,20}$/)),
  replyToId: optional(z.string().regex(/^\d{1,20}$/)),
  messageType: optional(z.string()),
  createdDateTime: optional(z.string()),
  deletedDateTime: optional(z.string()),
  from: optional(z.object({ user: optional(named), application: optional(named) })),
  body: optional(
    z.object({
      contentType: optional(z.string()),
      content: optional(z.string().transform((text) => text.slice(0, MAX_TEXT_LENGTH))),
    }),
  ),
  attachments: optional(z.array(attachment)),
});

export type GraphMessage = z.infer<typeof graphMessage>;

/** The plain text of a message. */
export function toText({ body }: Pick<GraphMessage, 'body'>): string {
  const { content = '', contentType } = body ?? {};
  return contentType === 'text' ? trimText(content) : htmlToPlainText(content);
}

/** The message as it is kept with a complaint; undefined without a time. */
export function toSourceMessage(message: GraphMessage): SourceMessage | undefined {
  const { createdDateTime, id, from, attachments = [] } = message;
  const written = Date.parse(createdDateTime ?? '');
  const at = Number.isNaN(written) ? Number(id ?? Number.NaN) : written;
  if (!Number.isSafeInteger(at)) return undefined;
  const names = [from?.user?.displayName, from?.application?.displayName];
  const by = names.find((name) => !isBlank(name ?? '')) ?? TEAMS_TEXT.someone;
  const files = attachments.filter(({ contentType }) => contentType === 'reference').map(toFile);
  return {
    by: shorten(trimText(by), MAX_NAME_LENGTH),
    at,
    text: toText(message),
    ...(files.length === 0 ? {} : { files }),
  };
}

function toFile({ name = '', contentUrl = '' }: z.infer<typeof attachment>): SourceFile {
  const shown = isBlank(name) ? TEAMS_TEXT.someFile : trimText(name);
  return { name: shorten(shown, MAX_NAME_LENGTH), link: toSafeUrl(contentUrl) ?? '' };
}
