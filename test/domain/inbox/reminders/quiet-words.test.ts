import { expect } from 'chai';
import fc from 'fast-check';
import {
  readQuietHours,
  writeMinute,
  writeQuietHours,
} from '../../../../src/domain/inbox/reminders/quiet-words.js';

describe('the words of quiet hours', () => {
  const READ: Record<string, string> = {
    '18:00-8:00': '18:00-08:00',
    '13:00 - 14:30': '13:00-14:30',
    '13–14': '13:00-14:00',
    '16 to 9': '16:00-09:00',
    '4 pm to 9 am': '16:00-09:00',
    '1PM until 2.30 pm': '13:00-14:30',
    '12 am till 12 pm': '00:00-12:00',
    '12pm-1pm': '12:00-13:00',
    '20:00-24:00': '20:00-00:00',
    '  9:00-10:00  ': '09:00-10:00',
  };
  for (const [written, hours] of Object.entries(READ)) {
    it(`are read: ${written}`, () => {
      const read = readQuietHours(written);
      expect(read && writeQuietHours(read)).to.equal(hours);
    });
  }

  for (const written of ['', '   ']) {
    it(`can be none: “${written}”`, () => {
      expect(readQuietHours(written)).to.equal(null);
    });
  }

  const UNREAD = [
    ...['at night', '9', '9:00', '9:00-', '-9:00', '9:00-10:00, 13:00-14:00', 'from 9 to 10'],
    ...['25:00-8:00', '9:60-10:00', '9:5-10:00', '24:01-8:00', '13 pm-2 pm', '0 am-2 am'],
    ...['9:00-9:00', '0:00-24:00', '9-9', '9:00-10:00 always', '٩:00-10:00', '9:00\n-10:00x'],
  ];
  for (const written of UNREAD) {
    it(`are not guessed: ${JSON.stringify(written)}`, () => {
      expect(readQuietHours(written)).to.equal(undefined);
    });
  }

  it('are read as the hours for which they are written, whichever these are', () => {
    const minute = fc.integer({ min: 0, max: 1439 });
    fc.assert(
      fc.property(minute, minute, (from, to) => {
        const read = readQuietHours(writeQuietHours({ from, to }));
        expect(read).to.deep.equal(from === to ? undefined : { from, to });
      }),
    );
  });

  it('make no error of whatever somebody writes', () => {
    const text = fc.oneof(
      fc.string(),
      fc.stringMatching(/^\d{0,3}[:.]?\d{0,3} ?(am|pm)? ?(-|to)? ?\d{0,3}$/),
    );
    fc.assert(
      fc.property(text, (written) => {
        const read = readQuietHours(written);
        if (read === null || read === undefined) return;
        for (const minute of [read.from, read.to]) expect(minute).to.be.within(0, 1439);
        expect(readQuietHours(writeQuietHours(read))).to.deep.equal(read);
      }),
    );
  });

  it('have two digits for each hour and minute', () => {
    expect([0, 65, 1439].map(writeMinute)).to.deep.equal(['00:00', '01:05', '23:59']);
  });
});
