import { expect } from 'chai';

interface Dates {
  formatDate(ms: number, format: string, context: { zone: string; now: number }): string;
  toLocal(ms: number, zone: string): string;
  fromLocal(text: string, zone: string): number;
}

describe('Playground page: dates in messages', () => {
  const at = Date.UTC(2026, 2, 3, 9, 5);
  const context = { zone: 'Europe/Berlin', now: at };
  let dates: Dates;
  before(async () => {
    const file = new URL('../../../../playground/page/frame/dates.js', import.meta.url).href;
    dates = (await import(file)) as Dates;
  });

  it('replaces Slack’s tokens in the reader’s zone', () => {
    const show = (format: string) => dates.formatDate(at, format, context);
    expect(show('{date_num} {time}')).to.equal('2026-03-03 10:05');
    expect(show('on {date_short}')).to.equal('on 3 Mar 2026');
    expect(show('{date_long}')).to.match(/^Tuesday,? 3 March 2026$/);
    expect(show('{unknown}')).to.equal('{unknown}');
  });

  it('says today, yesterday and tomorrow by the bot’s clock', () => {
    const day = 86_400_000;
    const show = (ms: number) => dates.formatDate(ms, '{date_pretty} at {time}', context);
    expect(show(at)).to.equal('today at 10:05');
    expect(show(at - day)).to.equal('yesterday at 10:05');
    expect(show(at + day)).to.equal('tomorrow at 10:05');
    expect(show(at + 2 * day)).to.equal('5 March 2026 at 10:05');
    expect(dates.formatDate(at - 3 * 3_600_000, '{ago}', context)).to.equal('3 hours ago');
  });

  it('reads and fills in a date and time in the reader’s zone, not in this computer’s', () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'UTC'];
    for (const zone of zones) {
      for (let day = 0; day < 365; day += 13) {
        const ms = Date.UTC(2026, 0, 1 + day, 9, 5);
        expect(dates.fromLocal(dates.toLocal(ms, zone), zone), `${zone} ${day}`).to.equal(ms);
      }
    }
    expect(dates.toLocal(at, 'Asia/Kolkata')).to.equal('2026-03-03T14:35');
    expect(dates.fromLocal('2026-03-03T00:00', 'America/New_York')).to.equal(
      Date.UTC(2026, 2, 3, 5),
    );
  });

  it('takes the first of two equal local times, and moves a skipped one later', () => {
    const read = (text: string) => dates.fromLocal(text, 'Europe/Berlin');
    expect(read('2026-10-25T02:30')).to.equal(Date.UTC(2026, 9, 25, 0, 30));
    expect(read('2026-03-29T02:30')).to.equal(Date.UTC(2026, 2, 29, 1, 30));
  });
});
