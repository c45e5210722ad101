import { expect } from 'chai';
import fc from 'fast-check';
import { deriveFields } from '../../../../src/domain/commands/planning/derived-fields.js';
import { createOrganisation, filed, MONDAY } from '../../../support/domain.js';
import { playRun, RUNS, runPlans } from '../../complaint-run.js';

const organisation = createOrganisation();

describe('the derived fields', () => {
  it('are made at filing', () => {
    const complaint = filed({ now: MONDAY });
    expect(complaint.audience).to.deep.equal([
      `p:${complaint.reporter}`,
      `m:${complaint.team}`,
      `l:${complaint.team}`,
    ]);
    expect(complaint).to.include(pickTime(deriveFields(complaint, { organisation, now: MONDAY })));
  });

  it('are right after every commit of any life', () => {
    fc.assert(
      fc.property(runPlans, (plan) => {
        for (const { decision, now } of playRun(plan).steps) {
          if (decision.kind !== 'accepted') continue;
          expect(decision.facts).to.deep.include(
            deriveFields(decision.facts, { organisation, now }),
          );
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('name everybody who may see it, and of a confidential one not the team', () => {
    const context = { organisation, now: MONDAY };
    const own = { reporter: 'rita', assignee: 'rita', team: 'desk' };
    const open = { ...filed(), ...own, confidential: false };
    expect(deriveFields(open, context).audience).to.deep.equal(['p:rita', 'm:desk', 'l:desk']);
    const secret = { ...open, assignee: 'adam', confidential: true };
    expect(deriveFields(secret, context).audience).to.deep.equal(['p:rita', 'p:adam', 'l:desk']);
  });
});

function pickTime({ nextActionAt }: { readonly nextActionAt: number | null }) {
  return { nextActionAt };
}
