import { expect } from 'chai';
import fc from 'fast-check';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { parseComplaint } from '../../../src/storage/complaint-record.js';
import { numberNudges } from '../../../src/storage/records/steps/number-nudges.js';
import { RECORD_STEPS } from '../../../src/storage/records/steps.js';
import { upgradeRecord } from '../../../src/storage/records/upgrade.js';
import { earlierRunPlans, playRun } from '../../domain/complaint-run.js';
import { decideAll } from '../../domain/decide-all.js';
import { HOUR } from '../../support/domain.js';
import { renderAll } from '../../views/render-all.js';
import { viewContext } from '../../views/view-context.js';
import { toSchema1 } from './schema-1.js';
import { asUpgraded, EARLIER_RELEASE } from './schema-4.js';

/** The steps but for that of the nudges' rounds, which numbers them otherwise: it has properties of its own. */
const STEPS = RECORD_STEPS.complaint.filter((step) => step !== numberNudges);

const upgrade = (complaint: Complaint): Complaint =>
  parseComplaint(upgradeRecord(toSchema1(complaint), STEPS));

/**
 * The complaint as an earlier release would have left it, without reports of deliveries that have left the
 * outbox since, or that the history does not have: schema 1 had the history only.
 */
function toStored(complaint: Complaint): Complaint {
  const earlier = asUpgraded(complaint);
  const { outbox, undelivered, history } = earlier;
  const isThere = (id: string): boolean =>
    outbox.some((item) => item.id === id) &&
    history.some(({ what, args }) => what === 'undelivered' && args.delivery === id);
  const reported = undelivered.reported.filter(isThere);
  return JSON.parse(JSON.stringify({ ...earlier, undelivered: { ...undelivered, reported } }));
}

describe('any life that was lived in schema 1 and is upgraded', () => {
  it('has the facts that it would have today, at every moment', () => {
    fc.assert(
      fc.property(earlierRunPlans, (plan) => {
        const { steps, complaint } = playRun(plan, EARLIER_RELEASE);
        for (const one of [...steps.map(({ after }) => after), complaint]) {
          expect(upgrade(one)).to.deep.equal(toStored(one));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('shows everybody the same as before, and goes on in the same way', () => {
    fc.assert(
      fc.property(earlierRunPlans, (plan) => {
        const { complaint, now } = playRun(plan, EARLIER_RELEASE);
        const upgraded = upgrade(complaint);
        const [shown, before] = [upgraded, toStored(complaint)].map((one) =>
          renderAll(one, viewContext(one, now)),
        );
        expect(shown).to.deep.equal(before);
        const [next, expected] = [upgraded, toStored(complaint)].map((one) =>
          decideAll(one, now + HOUR),
        );
        expect(next).to.deep.equal(expected);
      }),
      { numRuns: 10 },
    );
  });
});
