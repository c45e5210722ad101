import { expect } from 'chai';

interface Dates {
  formatDate(ms: number, format: string, context: { zone: string; now: number }): string;
}

describe('Playground page: dates in messages', () => {
  const at = Date.UTC(2026, 2, 3, 9, 5);
  const context = { zone: 'Europe/Berlin', now: at };
  let dates: Dates;
  before(async () => {
    const file = new URL('../../playground/page/dates.js', import.meta.url).href;
    dates = (await import(file)) as Dates;
  });

  it('fills in Slack’s tokens in the reader’s zone', () => {
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
});
