import { z } from 'zod';

const conversation = z.string().regex(/^19:[\w.-]{1,80}@thread\.(?:tacv2|skype)$/);
const message = z.string().regex(/^\d{1,20}$/);

const threadRef = z.tuple([conversation, conversation, message, message]);

/** A message in a channel's thread. */
export interface ThreadRef {
  /** The team's thread id, which is that of its General channel. */
  readonly team: string;
  readonly channel: string;
  /** The id of the thread's first message; the message's own if it is that. */
  readonly root: string;
  readonly id: string;
}

/** As the core carries it, see `ChosenMessage.thread`. */
export function toThreadRef({ team, channel, root, id }: ThreadRef): string {
  return [team, channel, root, id].join(' ');
}

/** Parses what {@link toThreadRef} made; undefined for anything else, such as a message in a chat. */
export function parseThreadRef(text: string): ThreadRef | undefined {
  const parts = threadRef.safeParse(text.split(' ')).data;
  if (parts === undefined) return undefined;
  const [team, channel, root, id] = parts;
  return { team, channel, root, id };
}
