import { expect } from 'chai';
import type { Ask } from '../../../../adapters/slack/check/ask.js';
import { checkPerson } from '../../../../adapters/slack/check/people.js';
import { checkGroups } from '../../../../adapters/slack/check/places.js';

const TEAM = 'T0OURS';
const BY_ID = { email: null, ids: { slack: 'U1', teams: null } };
const BY_EMAIL = { email: 'ben@example.org', ids: { slack: null, teams: null } };

/** Answers every question with one user. */
function withUser(changes: object): Ask {
  const user = { id: 'U1', team_id: TEAM, profile: { real_name: 'Ben' }, ...changes };
  return async () => ({ ok: true, answer: { ok: true, user } });
}

const withError =
  (name: string): Ask =>
  async () => ({ ok: false, failure: { kind: 'slack', name, retryAfterMs: null } });

describe('the online check of people in Slack', () => {
  it('trusts an id, but no address for which nobody of the workspace vouches', async () => {
    for (const changes of [
      { is_restricted: true },
      { team_id: 'T0OTHER' },
      { is_stranger: true },
    ]) {
      expect(await checkPerson(withUser(changes), BY_ID, TEAM)).to.include({ verdict: 'right' });
      const byEmail = await checkPerson(withUser(changes), BY_EMAIL, TEAM);
      expect(byEmail).to.include({ verdict: 'wrong' });
      expect(byEmail?.what).to.match(/does not trust it \(.+\)\. Write slack: U1 for them\.$/);
    }
  });

  it('names a bot, and an answer that is not understood', async () => {
    const bot = await checkPerson(withUser({ is_bot: true }), BY_ID, TEAM);
    expect(bot?.what).to.match(/^The account U1 is a bot's/);
    const strange: Ask = async () => ({ ok: true, answer: { ok: true } });
    expect(await checkPerson(strange, BY_ID, TEAM)).to.deep.equal({
      verdict: 'not-checked',
      what: 'Redress does not understand the answer of Slack.',
    });
    const refused = await checkPerson(withError('user_not_visible'), BY_ID, TEAM);
    expect(refused?.what).to.equal('Slack refuses to say (user_not_visible).');
  });

  it('has nothing to say of a person of whom it has neither id nor address', async () => {
    const nobody = { email: null, ids: { slack: null, teams: 'x' } };
    expect(await checkPerson(withError('not_asked'), nobody, TEAM)).to.equal(undefined);
  });
});

describe('the online check of user groups in Slack', () => {
  const groups = [{ where: 'here', group: { platform: 'slack', id: 'S1' } as const }];
  const subjects = { places: [], groups, people: [] };

  it('says when the plan of the workspace has none', async () => {
    const [finding] = await checkGroups(withError('plan_upgrade_required'), subjects);
    expect(finding).to.include({ verdict: 'wrong', where: 'here' });
    expect(finding?.what).to.include('its Slack plan does not include them');
  });

  it('reads a count of members that Slack gives as text', async () => {
    const ask: Ask = async () => ({
      ok: true,
      answer: { usergroups: [{ id: 'S1', handle: 'billing', date_delete: 0, user_count: '1' }] },
    });
    const [finding] = await checkGroups(ask, subjects);
    expect(finding).to.include({ verdict: 'right' });
    expect(finding?.what).to.equal('The user group is @billing, with 1 member.');
  });

  it('asks nothing without groups in Slack', async () => {
    const tag = [{ where: 'here', group: { platform: 'teams', id: 'x' } as const }];
    const never: Ask = async () => {
      throw new Error('asked');
    };
    expect(await checkGroups(never, { ...subjects, groups: tag })).to.deep.equal([]);
  });
});
