import type { InboundEvent, Intake, Reply } from '../../src/ports/intake.js';

/** A fixed reply, or a function that makes one for each event. */
export type FakeReply = Reply | ((event: InboundEvent) => Reply | Promise<Reply>);

/** An intake that records events and returns the replies that a test sets. */
export interface FakeIntake {
  readonly intake: Intake;
  /** The events received, oldest first. */
  readonly events: InboundEvent[];
  /** Sets the reply from now on; `none` at first. */
  replyWith(reply: FakeReply): void;
}

/** Creates a fake intake that replies with `none`. */
export function createFakeIntake(): FakeIntake {
  const seen: InboundEvent[] = [];
  let reply: FakeReply = { kind: 'none' };
  return {
    events: seen,
    intake: {
      async handle(event) {
        seen.push(event);
        return typeof reply === 'function' ? reply(event) : reply;
      },
    },
    replyWith: (next) => {
      reply = next;
    },
  };
}
