import { expect } from 'chai';
import type { Inbox } from '../../src/domain/inbox/inbox.js';
import { createInbox } from '../../src/domain/inbox/inbox.js';
import { parseInbox } from '../../src/storage/inbox-record.js';
import { RecordFaultError } from '../../src/storage/records/record-fault.js';
import { sampleDelivery } from '../contracts/complaint-store/samples.js';
import {
  fullInbox,
  sampleAbsence,
  sampleInbox,
  sampleInboxDelivery,
  sampleInboxEntry,
} from '../contracts/inbox-store/samples.js';

const toStored = (inbox: Inbox): unknown => JSON.parse(JSON.stringify(inbox));

function expectRefused(record: unknown, field: string): void {
  expect(() => parseInbox(record)).to.throw(RecordFaultError, field);
}

describe('a stored inbox', () => {
  it('is read unchanged, new or with a value in every field', () => {
    for (const inbox of [createInbox('p_new'), fullInbox()]) {
      expect(parseInbox(toStored(inbox))).to.deep.equal(inbox);
    }
  });

  it('keeps fields and details that this version does not know', () => {
    const record = {
      ...sampleInbox({ absence: sampleAbsence() }),
      absence: { ...sampleAbsence(), why: 'leave' },
      history: [{ ...sampleInboxEntry('p'), more: true }],
      outbox: [{ ...sampleInboxDelivery(), view: { name: 'stand-in', args: { n: 1, more: 2 } } }],
      novelty: 1,
    };
    expect(parseInbox(record)).to.deep.equal(record);
  });

  it('is refused with an absence of another shape', () => {
    const { until: _left, ...endless } = sampleAbsence();
    for (const absence of [endless, sampleAbsence({ n: 0 }), undefined, 'yes']) {
      expectRefused({ ...sampleInbox(), absence }, 'absence');
    }
    expectRefused({ ...sampleInbox(), absentUntil: undefined }, 'absentUntil');
  });

  it('of before there were morning lists is read with what holds for whoever has chosen nothing', () => {
    const { settings: _1, listAt: _2, list: _3, day: _4, ...before } = sampleInbox();
    const { settings, listAt, list, day } = createInbox('p_new');
    expect(parseInbox(before)).to.deep.equal({ ...before, settings, listAt, list, day });
  });

  it('is refused with settings, a list or a day of another shape', () => {
    const full = fullInbox();
    const { settings, list, day } = full;
    const WRONG: Record<string, readonly unknown[]> = {
      settings: [
        null,
        { ...settings, listAt: 1440 },
        { ...settings, listAt: undefined },
        { ...settings, mostADay: -1 },
        { ...settings, mostADay: 1.5 },
        { ...settings, quiet: { from: 0 } },
        { ...settings, quiet: { from: 0, to: 1440 } },
        { ...settings, inList: ['promise-passed'] },
      ],
      listAt: ['tomorrow'],
      list: [
        { ...list, n: 0 },
        { ...list, waiting: -1 },
        { ...list, items: [{ ...list?.items[0], reasons: [] }] },
        { ...list, items: [{ ...list?.items[0], section: 'soon' }] },
      ],
      day: [{ ...day, messages: -1 }, { messages: 1 }],
    };
    for (const [field, values] of Object.entries(WRONG)) {
      for (const value of values) expectRefused({ ...full, [field]: value }, field);
    }
  });

  it('is refused with a line that waits in another way than this version knows', () => {
    const full = fullInbox();
    const [line] = full.lines;
    expectRefused({ ...full, lines: [{ ...line, urgency: 'never' }] }, 'lines.0');
    const sent = { ...line?.sent, inList: false };
    expectRefused({ ...full, lines: [{ ...line, sent }] }, 'lines.0');
  });

  it('is refused with a view, a slot or an entry that this version does not know', () => {
    const item = sampleInboxDelivery();
    const others = [{ slot: 'stand-in:0' }, { slot: 'card:1' }, { view: sampleDelivery().view }];
    for (const other of others) {
      expectRefused({ ...sampleInbox(), outbox: [{ ...item, ...other }] }, 'outbox.0');
    }
    const away = sampleInboxEntry('p');
    for (const entry of [
      { ...away, what: 'newer' },
      { ...away, args: {} },
      { ...away, by: 1 },
    ]) {
      expectRefused({ ...sampleInbox(), history: [entry] }, 'history.0');
    }
  });
});
