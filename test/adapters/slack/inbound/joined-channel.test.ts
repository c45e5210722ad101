import { expect } from 'chai';
import { parseJoinedChannel } from '../../../../adapters/slack/inbound/parse.js';

const IDENTITY = { workspace: 'T0123ABCD45', userId: 'U0123BOT345' };

/** The event as in docs.slack.dev/reference/events/member_joined_channel. */
const body = (event: Readonly<Record<string, unknown>>) => ({
  type: 'event_callback',
  team_id: 'T0123ABCD45',
  event_id: 'Ev0456ABCD45',
  event: {
    ...{ type: 'member_joined_channel', user: IDENTITY.userId, channel: 'C0123ABCD45' },
    ...{ channel_type: 'C', team: 'T0123ABCD45', inviter: 'U0123ABCD45' },
    ...event,
  },
});

describe('a channel in Slack that lets the bot in', () => {
  it('becomes an event of the bot with the place, when it is invited', () => {
    expect(parseJoinedChannel(body({}), IDENTITY)).to.deep.equal({
      eventId: 'Ev0456ABCD45',
      account: { platform: 'slack', ...IDENTITY },
      displayName: null,
      zone: null,
      reference: null,
      payload: { kind: 'joined', places: [{ platform: 'slack', channel: 'C0123ABCD45' }] },
    });
  });

  it('does so when somebody unarchives it', () => {
    for (const type of ['channel_unarchive', 'group_unarchive']) {
      const event = parseJoinedChannel(body({ type, user: 'U0123ABCD45' }), IDENTITY);
      expect(event?.payload.kind, type).to.equal('joined');
    }
  });

  it('is nothing when somebody else joins it, or the payload has another form', () => {
    for (const other of [{ user: 'U0123ABCD45' }, { type: 'channel_left' }, { channel: 7 }]) {
      expect(parseJoinedChannel(body(other), IDENTITY)).to.equal(undefined);
    }
  });
});
