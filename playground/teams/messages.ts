import type { JsonObject } from '../json.js';
import { threadId, type Where } from './directory.js';
import type { Core } from './state.js';
import type { Message } from './types.js';

/** What a message says. */
export interface MessageContent {
  text: string;
  textFormat?: string;
  summary?: string;
  attachments?: JsonObject[];
  entities?: JsonObject[];
}

/** All messages of a channel or chat, oldest first, replies among them. */
export function messagesOf(core: Core, chat: string): Message[] {
  core.state.messages[chat] ??= [];
  return core.state.messages[chat];
}

/** The message with this activity id in a channel or chat; deleted ones are not found. */
export function findMessage(core: Core, chat: string, id: string): Message | undefined {
  return core.state.messages[chat]?.find((message) => message.id === id && !message.deleted);
}

function whole(content: MessageContent) {
  return {
    text: content.text,
    textFormat: content.textFormat ?? 'plain',
    summary: content.summary ?? '',
    attachments: content.attachments ?? [],
    entities: content.entities ?? [],
  };
}

/** Adds a message: into a personal chat, as a reply where `where` names a thread, else as a new post. */
export function addMessage(
  core: Core,
  where: Where,
  from: string,
  content: MessageContent,
): Message {
  const id = core.nextActivity();
  const root = where.kind === 'channel' ? (where.root ?? id) : id;
  const message: Message = {
    id,
    chat: where.chat,
    conversation: where.kind === 'channel' ? threadId(where.chat, root) : where.chat,
    root,
    from,
    ...whole(content),
    at: core.now(),
  };
  messagesOf(core, where.chat).push(message);
  core.touch({ kind: 'message', chat: where.chat });
  return message;
}

/** Puts new content in a message's place; cards that single people saw instead are gone. */
export function changeMessage(core: Core, message: Message, content: MessageContent): void {
  Object.assign(message, whole(content));
  message.edited = core.now();
  for (const own of Object.values(core.state.ownCards)) delete own[message.id];
  core.touch({ kind: 'message', chat: message.chat });
}

/** Takes a message's content away; what remains says that there was one. */
export function removeMessage(core: Core, message: Message): void {
  Object.assign(message, whole({ text: '' }));
  message.deleted = true;
  core.touch({ kind: 'message', chat: message.chat });
}
