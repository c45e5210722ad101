const PARTS = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
};

function dayOf(ms, zone) {
  const options = { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' };
  return new Intl.DateTimeFormat('en-CA', options).format(ms);
}

function pretty(ms, now, zone) {
  const day = 86_400_000;
  const names = [
    [0, 'today'],
    [-day, 'yesterday'],
    [day, 'tomorrow'],
  ];
  const found = names.find(([shift]) => dayOf(now + shift, zone) === dayOf(ms, zone));
  return found?.[1];
}

function ago(ms, now) {
  const minutes = Math.round((ms - now) / 60_000);
  const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  if (Math.abs(minutes) < 60) return format.format(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  if (Math.abs(hours) < 48) return format.format(hours, 'hour');
  return format.format(Math.round(hours / 24), 'day');
}

/** Slack's date tokens, e.g. `{date_short_pretty} at {time}`, in the reader's zone. */
export function formatDate(ms, format, { zone, now }) {
  return format.replaceAll(/\{([a-z_]+)\}/g, (whole, token) => {
    if (token === 'ago') return ago(ms, now);
    const isPretty = token.endsWith('_pretty');
    const options = PARTS[isPretty ? token.slice(0, -'_pretty'.length) : token];
    if (!options) return whole;
    const word = isPretty ? pretty(ms, now, zone) : undefined;
    if (token === 'date_num') return dayOf(ms, zone);
    return word ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options }).format(ms);
  });
}

/** A time of day and, when it is another day than `now`, the day. */
export function shortTime(ms, { zone, now }) {
  const time = formatDate(ms, '{time}', { zone, now });
  if (dayOf(ms, zone) === dayOf(now, zone)) return time;
  const options = { timeZone: zone, weekday: 'short', day: 'numeric', month: 'short' };
  return `${new Intl.DateTimeFormat('en-GB', options).format(ms)}, ${time}`;
}

/** Day, date and time in full. */
export function fullTime(ms, zone) {
  const options = {
    timeZone: zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  };
  return new Intl.DateTimeFormat('en-GB', options).format(ms);
}

/** Day, short date and time, such as `Mon 23 Nov, 10:00`. */
export function dayTime(ms, zone) {
  const show = (options) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options });
  const { weekday, day, month } = Object.fromEntries(
    show({ weekday: 'short', day: 'numeric', month: 'short' })
      .formatToParts(ms)
      .map(({ type, value }) => [type, value]),
  );
  const time = show({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(ms);
  return `${weekday} ${day} ${month}, ${time}`;
}

/** What a clock on the wall of that zone shows at `ms`, as ms of the same figures in UTC. */
function wall(ms, zone) {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(ms);
  const at = Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute, at.second);
}

/** A moment as a `datetime-local` field has it, such as `2026-03-03T10:05`, in that zone. */
export function toLocal(ms, zone) {
  return new Date(wall(ms, zone)).toISOString().slice(0, 16);
}

/**
 * The moment (ms) a `datetime-local` field names in that zone. Of a time that comes twice it is the
 * first; one that is skipped, when clocks go forward, is as much later.
 */
export function fromLocal(text, zone) {
  const shown = Date.parse(`${text}Z`);
  const day = 86_400_000;
  const [before, after] = [shown - day, shown + day].map((ms) => shown - (wall(ms, zone) - ms));
  const exact = [before, after].filter((ms) => wall(ms, zone) === shown);
  return exact.length === 0 ? before : Math.min(...exact);
}
