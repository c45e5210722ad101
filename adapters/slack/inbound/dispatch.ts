import type { App } from '@slack/bolt';
import type { WorkTracker } from '../../shared/work-tracker.js';

/** What Slack sent, by either way in. */
export interface Envelope {
  readonly body: Readonly<Record<string, unknown>>;
  readonly retryNum?: number;
  readonly retryReason?: string;
}

/** What goes back: nothing, words, or a JSON answer. */
export type AckBody = string | Readonly<Record<string, unknown>> | undefined;

/**
 * Runs Bolt's listeners for one envelope and resolves with the answer to give: for an event when
 * its listener has finished, for everything else as soon as the listener acknowledges, while its
 * work goes on under `running`. Rejects when it failed before there was an answer.
 *
 * Bolt itself acknowledges events before any listener ran; what a listener could not keep would
 * then be lost, since Slack sends again only what was not acknowledged.
 */
export type Dispatch = (envelope: Envelope) => Promise<AckBody>;

/** @param onLateFault told of a fault after the answer was given */
export function createDispatch(
  app: () => Pick<App, 'processEvent'>,
  running: WorkTracker,
  onLateFault: (error: unknown) => void,
): Dispatch {
  return (envelope) =>
    new Promise<AckBody>((resolve, reject) => {
      const isEvent = 'event' in envelope.body;
      let stored: AckBody;
      let answered = false;
      const ack = async (body?: AckBody) => {
        stored ??= body;
        if (isEvent) return;
        answered = true;
        resolve(stored);
      };
      const work = app().processEvent({ ...eventOf(envelope), ack });
      running.track(work).then(
        () => resolve(stored),
        (error: unknown) => (answered ? onLateFault(error) : reject(error)),
      );
    });
}

function eventOf({ body, retryNum, retryReason }: Envelope) {
  return {
    body: { ...body },
    ...(retryNum === undefined ? {} : { retryNum }),
    ...(retryReason === undefined ? {} : { retryReason }),
  };
}
