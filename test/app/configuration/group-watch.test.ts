import { expect } from 'chai';
import { createGroupWatch, GROUP_CHECK_MS } from '../../../src/app/configuration/group-watch.js';
import type { Finding } from '../../../src/ports/online-check.js';
import { MONDAY, organisationWithTeam } from '../../support/domain.js';
import { createLogRecorder } from '../../support/recorders.js';

const GONE: Finding = {
  verdict: 'wrong',
  where: 'repairs',
  what: '@fix is disabled',
  isGone: true,
};
const RIGHT: Finding = { verdict: 'right', where: 'repairs', what: '@fix' };
const UNASKED: Finding = { verdict: 'not-checked', where: 'repairs', what: 'needs a scope' };
const SILENT: Finding = { verdict: 'wrong', where: 'repairs', what: 'no answer' };

describe('the watch over groups that tag teams', () => {
  const logs: { line: string; fields: Readonly<Record<string, unknown>> }[] = [];
  let now: number;
  let answer: Finding;
  let asked: number;
  beforeEach(() => {
    now = MONDAY;
    asked = 0;
    logs.length = 0;
  });

  const create = (isOvertaken = false) =>
    createGroupWatch(
      {
        organisation: organisationWithTeam('repairs', { group: { platform: 'slack', id: 'S1' } }),
        realNow: () => now,
        logger: createLogRecorder(logs),
        async checkGroups(groups) {
          asked += 1;
          expect(groups).to.deep.equal([
            { where: 'repairs', group: { platform: 'slack', id: 'S1' } },
          ]);
          return [answer];
        },
      },
      { isOvertaken: () => isOvertaken },
    );

  it('finds a group that is out of use, and that it is in use again an hour later', async () => {
    const watch = create();
    answer = GONE;
    await watch.look();
    expect(await watch.find()).to.deep.equal([
      {
        problem: { kind: 'groups-broken', groups: [{ team: 'repairs', what: '@fix is disabled' }] },
        since: MONDAY,
      },
    ]);
    answer = RIGHT;
    await watch.look();
    expect(asked).to.equal(1);
    now += GROUP_CHECK_MS;
    await watch.look();
    expect(await watch.find()).to.deep.equal([]);
  });

  it('keeps what it found while the platform does not answer, and logs once why', async () => {
    const watch = create();
    for (const next of [GONE, SILENT, UNASKED, UNASKED]) {
      answer = next;
      await watch.look();
      now += GROUP_CHECK_MS;
    }
    expect(watch.latest()).to.have.length(1);
    expect(logs.map(({ fields }) => fields.reason)).to.deep.equal(['no answer', 'needs a scope']);
  });

  it('says nothing before the first answer, nor in a process with another configuration', async () => {
    answer = GONE;
    expect(create().kinds).to.deep.equal([]);
    const other = create(true);
    await other.look();
    expect(other.kinds).to.deep.equal([]);
    expect(await other.find()).to.deep.equal([]);
  });
});
