import { expect } from 'chai';
import {
  parseMessageRef,
  toAddress,
  toChannelId,
  toMessageRef,
  toThreadId,
} from '../../../adapters/teams/addresses.js';

const TENANT = '3c6e5f0a-2d4b-4a8e-b1f7-90c2d3e4a5b6';
const CHANNEL = '19:6d1f0c83a94e4b7f8e2d5a7b90c1e402@thread.tacv2';
const SERVICE_URL = 'https://smba.trafficmanager.net/emea/';
const toAccount = (workspace: string, userId: string) =>
  ({ platform: 'teams', workspace, userId, reference: null }) as const;

describe('Addresses in Teams', () => {
  it('of people are those in the bot’s tenant, in any order', () => {
    const [own, other] = [toAccount(TENANT, 'me'), toAccount('elsewhere', 'also me')];
    for (const accounts of [
      [own, other],
      [other, own],
    ]) {
      const found = toAddress({ accounts }, TENANT);
      expect(found).to.deep.equal({ kind: 'person', userId: 'me', reference: null });
    }
    expect(toAddress({ accounts: [other] }, TENANT)).to.deep.equal({ kind: 'other-tenant' });
    expect(toAddress({ accounts: [] }, TENANT)).to.deep.equal({ kind: 'none' });
  });

  it('contain a stored chat only if it is valid', () => {
    const known = { serviceUrl: SERVICE_URL, conversation: 'a:1', user: '29:1' };
    const to = (reference: Record<string, unknown>) => {
      const found = toAddress({ accounts: [{ ...toAccount(TENANT, 'me'), reference }] }, TENANT);
      return found.kind === 'person' ? found.reference : found.kind;
    };
    expect(to(known)).to.deep.equal(known);
    expect(to({ ...known, conversation: null, user: null })?.toString()).to.be.a('string');
    for (const broken of [
      {},
      { channel: 'D1' },
      { ...known, conversation: '..' },
      { ...known, conversation: 'a b' },
      { ...known, conversation: 7 },
    ]) {
      expect(to(broken), JSON.stringify(broken)).to.equal(null);
    }
  });

  it('are `none` for anything that is not a channel or a message of Teams', () => {
    for (const place of [
      { platform: 'slack' as const, channel: 'C1' },
      { platform: 'teams' as const },
      { platform: 'teams' as const, team: CHANNEL, channel: '19:x@thread.v2' },
      { platform: 'teams' as const, team: CHANNEL, channel: '../19:x@thread.tacv2' },
    ]) {
      expect(toAddress({ place }, TENANT)).to.deep.equal({ kind: 'none' });
    }
    const ref = toMessageRef(SERVICE_URL, CHANNEL, '1');
    expect(parseMessageRef({ ...ref, activity: '..' })).to.equal(undefined);
    expect(parseMessageRef({ ...ref, platform: 'slack' })).to.equal(undefined);
    expect(toAddress({ thread: { ...ref, conversation: '' } }, TENANT)).to.deep.equal({
      kind: 'none',
    });
  });

  it('distinguish a thread from its channel', () => {
    const thread = `${CHANNEL};messageid=1700000000000`;
    expect([toChannelId(thread), toThreadId(thread)]).to.deep.equal([CHANNEL, '1700000000000']);
    expect([toChannelId('a:1'), toThreadId('a:1')]).to.deep.equal(['a:1', undefined]);
  });
});
