/** The short names our bot and most people use; others stay as they are typed. */
const EMOJI = {
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  x: '❌',
  warning: '⚠️',
  bell: '🔔',
  no_bell: '🔕',
  alarm_clock: '⏰',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  calendar: '📅',
  date: '📅',
  memo: '📝',
  pencil: '✏️',
  speech_balloon: '💬',
  envelope: '✉️',
  email: '📧',
  telephone_receiver: '📞',
  lock: '🔒',
  rotating_light: '🚨',
  red_circle: '🔴',
  large_yellow_circle: '🟡',
  large_green_circle: '🟢',
  large_orange_circle: '🟠',
  white_circle: '⚪',
  eyes: '👀',
  wave: '👋',
  thumbsup: '👍',
  thumbsdown: '👎',
  '+1': '👍',
  '-1': '👎',
  pray: '🙏',
  star: '⭐',
  tada: '🎉',
  raised_hand: '✋',
  bust_in_silhouette: '👤',
  busts_in_silhouette: '👥',
  arrow_right: '➡️',
  arrow_up: '⬆️',
  recycle: '♻️',
  mag: '🔍',
  information_source: 'ℹ️',
  zzz: '💤',
  point_right: '👉',
};

const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** Text as people see it: entities decoded, known emoji names shown as pictures. */
export function plainText(text, emoji = true) {
  const decoded = text.replaceAll(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
  if (!emoji) return decoded;
  return decoded.replaceAll(/:([a-z0-9_+-]+):/g, (whole, name) =>
    Object.hasOwn(EMOJI, name) ? EMOJI[name] : whole,
  );
}

/** A `plain_text` object as people see it: emoji names stay as they are when it says so. Empty without one. */
export function plainObject(object) {
  return object ? plainText(object.text, object.emoji !== false) : '';
}
