import { expect } from 'chai';
import { parseJoinedTeam } from '../../../../adapters/teams/inbound/installations.js';
import { activitySchema } from '../../../../adapters/teams/inbound/payloads.js';

const TENANT = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const TEAM = '19:general@thread.tacv2';
const GROUP = '8d1f0e70-4f89-41d3-9a0c-0305e82c3302';
const BOT = '28:bot';
const placeIn = (team: string, channel = '19:billing@thread.tacv2') =>
  ({ platform: 'teams', team, channel }) as const;

/** An activity as in learn.microsoft.com, "Conversation events in your Teams bot". */
const activity = (parts: Readonly<Record<string, unknown>>) =>
  activitySchema.parse({
    type: 'conversationUpdate',
    id: 'f:1',
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/emea/',
    from: { id: '29:1', aadObjectId: '5a3f0e70-4f89-41d3-9a0c-0305e82c3303' },
    recipient: { id: BOT },
    conversation: { id: TEAM, conversationType: 'channel' },
    channelData: { team: { id: TEAM, aadGroupId: GROUP }, eventType: 'teamMemberAdded' },
    membersAdded: [{ id: BOT }],
    ...parts,
  });

const PLACES = [placeIn(TEAM), placeIn(GROUP), placeIn('19:other@thread.tacv2')];
const parse = (parts: Readonly<Record<string, unknown>> = {}, places = PLACES) =>
  parseJoinedTeam(activity(parts), { places, tenant: TENANT });

describe('a team in Teams that lets the bot in', () => {
  it('becomes an event with the configured places in it, by the team’s id or its group’s', () => {
    expect(parse()?.payload).to.deep.equal({ kind: 'joined', places: PLACES.slice(0, 2) });
    expect(parse()?.account).to.deep.equal({ platform: 'teams', workspace: TENANT, userId: BOT });
  });

  it('does so when the app is installed or updated, and when a channel or the team comes back', () => {
    for (const action of ['add', 'add-upgrade']) {
      const installed = { type: 'installationUpdate', action, membersAdded: undefined };
      expect(parse(installed)?.payload.kind, action).to.equal('joined');
    }
    for (const eventType of ['channelCreated', 'channelRestored', 'teamRestored']) {
      const channelData = { team: { id: TEAM }, eventType };
      expect(parse({ channelData, membersAdded: undefined })?.payload.kind, eventType).to.equal(
        'joined',
      );
    }
  });

  it('is nothing for another member, a removal, a personal chat, or a team without a place', () => {
    expect(parse({ membersAdded: [{ id: '29:2' }] })).to.equal(undefined);
    expect(parse({ type: 'installationUpdate', action: 'remove' })).to.equal(undefined);
    const personal = { conversation: { id: 'a:1', conversationType: 'personal' } };
    expect(parse({ ...personal, channelData: undefined })).to.equal(undefined);
    expect(parse({}, [])).to.equal(undefined);
  });
});
