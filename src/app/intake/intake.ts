import type { EventPayload, InboundEvent, Intake, Reply } from '../../ports/intake.js';
import type { Dependencies } from '../dependencies.js';
import type { DocumentHooks } from '../inbox/commit-inbox.js';
import { toErrorReply } from './error-reply.js';
import { EventHandler } from './event-handler.js';
import { createOpenSources, type OpenSources } from './filing/filing-source.js';

/** The `kind` label of `redress_commands_total` for each event kind; dashboards and alerts use it, so it stays. */
const METRIC_KINDS = {
  command: 'slash',
  quote: 'slash',
  action: 'press',
  unfold: 'press',
  'look-up': 'press',
  submission: 'submit',
  message: 'heard',
  installed: 'arrived',
  joined: 'joined',
  uninstalled: 'left',
  profile: 'profile',
} as const satisfies Record<EventPayload['kind'], string>;

/**
 * Makes the {@link Intake}: it turns events into commands and replies after the commit.
 * @param afterEvent called with each event after it was handled; must not throw.
 */
export function createIntake(
  deps: Dependencies,
  hooks: DocumentHooks,
  afterEvent: (event: InboundEvent) => void = () => undefined,
): Intake {
  const sources = createOpenSources(deps);
  return {
    async handle(event) {
      const started = performance.now();
      const { kind } = event.payload;
      const reply = await handleSafely(deps, hooks, sources, event);
      deps.meter.count('commands', { kind: METRIC_KINDS[kind], outcome: reply.kind });
      deps.meter.observe('command_ms', performance.now() - started, { kind: METRIC_KINDS[kind] });
      afterEvent(event);
      return reply;
    },
  };
}

async function handleSafely(
  deps: Dependencies,
  hooks: DocumentHooks,
  sources: OpenSources,
  event: InboundEvent,
): Promise<Reply> {
  try {
    return await new EventHandler(deps, hooks, sources, event).handle();
  } catch (error) {
    return toErrorReply(deps, event.payload, error);
  }
}
