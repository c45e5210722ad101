import { expect } from 'chai';
import { findDateFormat } from '../../../../adapters/shared/text.js';
import type { InboundEvent } from '../../../../src/ports/intake.js';
import { startAdapter } from '../fake-microsoft.js';
import { type ActivityJson, ANN, fixture } from '../fixtures.js';

const BEN = '7b0e5d11-94c2-4a7e-8f3d-2c6a1b9e0d84';

async function startRecordingAdapter() {
  const events: InboundEvent[] = [];
  const adapter = await startAdapter(async (incoming) => {
    events.push(incoming);
    return { kind: 'notice', notice: { text: `For ${incoming.account.userId}`, blocks: [] } };
  });
  const press = async (aadObjectId: string, changes: ActivityJson = {}) => {
    const from = { id: '29:1', aadObjectId };
    return (await adapter.post(fixture('card-action', { from, ...changes }))).body;
  };
  return { events, press };
}

describe('The event id of a Teams activity', () => {
  it('contains the person, so that nobody gets another person’s answer to the same activity', async () => {
    const { events, press } = await startRecordingAdapter();
    expect(await press(ANN)).to.contain(`For ${ANN}`);
    expect(await press(BEN)).to.contain(`For ${BEN}`);
    expect(await press(ANN)).to.contain(`For ${ANN}`);
    expect(events.map(({ account }) => account.userId)).to.deep.equal([ANN, BEN]);
    expect(new Set(events.map(({ eventId }) => eventId)).size).to.equal(2);
  });

  it('is unique when the activity has neither id nor time', async () => {
    const { events, press } = await startRecordingAdapter();
    for (let n = 0; n < 3; n += 1) await press(ANN, { id: undefined, timestamp: undefined });
    expect(new Set(events.map(({ eventId }) => eventId)).size).to.equal(3);
  });
});

describe('The date formats in Teams', () => {
  it('are cached once for each zone, however clients spell it', () => {
    const one = findDateFormat('Europe/Berlin', 'en-GB');
    for (const zone of ['europe/berlin', 'EUROPE/BERLIN', 'eUrOpE/bErLiN']) {
      expect(findDateFormat(zone, 'en-GB'), zone).to.equal(one);
    }
    expect(findDateFormat('No/Where', 'en-GB')).to.equal(findDateFormat('UTC', 'en-GB'));
  });
});
