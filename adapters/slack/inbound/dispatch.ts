import type { App } from '@slack/bolt';
import type { WorkTracker } from '../../shared/work-tracker.js';

/** What Slack sent, over HTTP or Socket Mode. */
export interface Envelope {
  readonly body: Readonly<Record<string, unknown>>;
  readonly retryNum?: number;
  readonly retryReason?: string;
}

/** The body of an acknowledgement: nothing, text or JSON. */
export type AckBody = string | Readonly<Record<string, unknown>> | undefined;

/**
 * Runs Bolt's listeners for one envelope and resolves with the acknowledgement: for an event when
 * its listener has finished, else as soon as the listener acknowledges, while its work continues.
 * Rejects if a listener fails before that.
 *
 * Bolt itself acknowledges an event before any listener runs. Slack resends only what was not
 * acknowledged, so an event that a listener failed to handle would be lost.
 */
export type Dispatch = (envelope: Envelope) => Promise<AckBody>;

/**
 * @param app Bolt's app
 * @param tracker counts each envelope's work until it ends
 * @param onLateError called with an error after the acknowledgement
 */
export function createDispatch(
  app: () => Pick<App, 'processEvent'>,
  tracker: WorkTracker,
  onLateError: (error: unknown) => void,
): Dispatch {
  return (envelope) =>
    new Promise<AckBody>((resolve, reject) => {
      const isEvent = 'event' in envelope.body;
      let ackBody: AckBody;
      let isAcknowledged = false;
      const ack = async (body?: AckBody) => {
        ackBody ??= body;
        if (isEvent) return;
        isAcknowledged = true;
        resolve(ackBody);
      };
      const work = app().processEvent({ ...toReceiverEvent(envelope), ack });
      tracker.track(work).then(
        () => resolve(ackBody),
        (error: unknown) => (isAcknowledged ? onLateError(error) : reject(error)),
      );
    });
}

/** The envelope as Bolt's `ReceiverEvent`, without its `ack`. */
function toReceiverEvent({ body, retryNum, retryReason }: Envelope) {
  return {
    body: { ...body },
    ...(retryNum === undefined ? {} : { retryNum }),
    ...(retryReason === undefined ? {} : { retryReason }),
  };
}
