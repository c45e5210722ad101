import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { getFaults, getNoticeText, openApp, type TestApp } from '../../support/app.js';
import { HOUR, MINUTE, MONDAY } from '../../support/domain.js';

/** What a person with an SQLite shell, or a newer version, may do to a stored complaint. */
const SPOILT = {
  'that is not JSON': 'substr(document, 1, 40)',
  'of an unknown shape': "json_set(document, '$.state', 'secret')",
  'of a newer schema': "json_set(document, '$.schema', 9)",
} as const;

for (const [what, sql] of Object.entries(SPOILT)) {
  describe(`a due complaint ${what}, beside another`, () => {
    let test: TestApp;
    let spoilt: Complaint;
    let other: Complaint;
    beforeEach(async () => {
      test = await openApp();
      spoilt = await test.file();
      other = await test.file();
      await test.settle();
      spoilt = await test.load(spoilt.id);
      test.runSql(`UPDATE complaints SET document = ${sql} WHERE id = ?`, [spoilt.id]);
      test.setBusinessTime(MONDAY + HOUR);
    });
    afterEach(() => test.close());

    const sweep = async (): Promise<void> => {
      await test.app.wakeable.sweep();
      await test.settle();
    };

    it('does not stop the nudges of the other', async () => {
      await sweep();
      expect((await test.load(other.id)).nudges).to.have.length(1);
    });

    it('does not stop the start, nor the deliveries of the other', async () => {
      test.channel.failNext({ kind: 'retry', retryAfterMs: null }, ({ op }) => op === 'update');
      await test.press('repairs-lead', 'take', other.id);
      await test.settle();
      test.runSql('UPDATE complaints SET delivery_due_at = 0 WHERE id = ?', [spoilt.id]);
      await test.deps.complaints.releaseLeases('first', 0);
      test.advance(MINUTE);
      await sweep();
      expect((await test.load(other.id)).outbox).to.deep.equal([]);
    });

    it('is left out of a list, which shows the other', async () => {
      const reply = await test.send('repairs-lead', { kind: 'command', text: 'list' });
      expect(JSON.stringify(reply)).to.include(other.id).and.not.include(spoilt.id);
    });

    it('answers a command with what happened and what to do', async () => {
      const pressed = getNoticeText(await test.press('repairs-lead', 'take', spoilt.id));
      expect(pressed).to.include(`cannot read its record of ${spoilt.id}`).and.include('ask them');
      const opened = getNoticeText(await test.press('repairs-lead', 'details', spoilt.id));
      expect(opened).to.equal(pressed);
      const values = { means: 'phone', words: 'We have it.' };
      const sent = await test.submit('repairs-lead', 'acknowledge', spoilt.id, values);
      expect(getFaults(sent)).to.deep.equal([`null: ${pressed}`]);
    });

    it('does not make the platform repeat a message in its thread', async () => {
      const thread = spoilt.refs['card:1']?.key ?? '';
      const message = { kind: 'message', thread, at: MONDAY } as const;
      expect(await test.send('repairs-ann', message)).to.deep.equal({ kind: 'none' });
      const addressed = { ...message, asks: 'help' };
      expect(getNoticeText(await test.send('repairs-ann', addressed))).to.include(spoilt.id);
    });

    it('is logged once and counted once, with its reference and without content', async () => {
      await sweep();
      await sweep();
      await test.press('repairs-lead', 'take', spoilt.id);
      const errors = test.logs.filter(({ line }) => line.startsWith('error'));
      expect(errors.map(({ line }) => line)).to.deep.equal([
        'error stored record cannot be read, skipped',
      ]);
      expect(errors[0]?.fields).to.include({ kind: 'complaint', record: spoilt.id });
      expect(JSON.stringify(errors)).to.not.include('secret');
      const counted = test.counts.filter((line) => line.includes('unreadable-record'));
      expect(counted).to.deep.equal(['alarms {"reason":"unreadable-record"}']);
    });

    it('goes on when it is restored', async () => {
      await sweep();
      const document = JSON.stringify(spoilt);
      test.runSql('UPDATE complaints SET document = ? WHERE id = ?', [document, spoilt.id]);
      await sweep();
      expect((await test.load(spoilt.id)).nudges).to.have.length(1);
      expect(test.deps.unreadable.all()).to.deep.equal([]);
    });
  });
}
