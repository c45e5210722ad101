import { decide, decideSystem } from '../../src/domain/commands/decide.js';
import type { CommandOf } from '../../src/domain/complaint/command.js';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import type { Decision } from '../../src/domain/complaint/decision.js';
import type { Line } from '../../src/domain/inbox/line.js';
import type { PersonId } from '../../src/domain/organisation/person.js';
import { asActor, asSystem, COMMANDS, WHO } from '../support/domain.js';

/** An inbox did not reach its person with this line. */
function toLost(person: PersonId, line: Line): CommandOf<'lose-line'> {
  return { kind: 'lose-line', line, person, reason: 'person-gone' };
}

/**
 * What may happen next, at `now` (ms UTC): a command of each kind by each person, a wake-up, each
 * message of the thread again, and the failure of each delivery.
 */
export function decideAll(complaint: Complaint, now: number): readonly Decision[] {
  const commands = Object.values(COMMANDS).flatMap((command) =>
    Object.values(WHO).map((person) => decide(complaint, command, asActor(person, now))),
  );
  const heard = complaint.heard.map(
    ({ by, at }) => ({ kind: 'hear', placement: 1, by, at }) as const,
  );
  const lost = complaint.outbox.flatMap((item) =>
    item.kind === 'relay' && item.relay.command.kind === 'add-line'
      ? [toLost(item.relay.target.id, item.relay.command.line)]
      : [],
  );
  const failed = complaint.outbox.flatMap(({ id: delivery }) =>
    (['person-gone', 'message-gone', 'no-place'] as const).map(
      (reason) => ({ kind: 'undelivered', delivery, reason }) as const,
    ),
  );
  const retried = (['due', 'started'] as const).map(
    (kind) => ({ kind: 'retry-cards', because: { kind } }) as const,
  );
  const sent = { kind: 'card-sent', slot: 'card:1' } as const;
  const events = [{ kind: 'nudge' } as const, ...heard, ...failed, ...lost, ...retried, sent].map(
    (command) => decideSystem(complaint, command, asSystem(now)),
  );
  return [...commands, ...events];
}
