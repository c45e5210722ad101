import { markMentions } from './markdown.js';

const MACRO =
  /\{\{(DATE|TIME)\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d))(?:, ?(COMPACT|SHORT|LONG))?\)\}\}/g;

const DATES = {
  COMPACT: { day: 'numeric', month: 'numeric', year: 'numeric' },
  SHORT: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  LONG: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
};

/**
 * `{{DATE(…, SHORT)}}` and `{{TIME(…)}}` in the reader's zone. Microsoft's renderer knows them too,
 * but only in the zone of this computer, and here everybody has a zone of their own.
 */
export function fillMoments(text, zone) {
  return text.replaceAll(MACRO, (_whole, kind, moment, size) => {
    const options =
      kind === 'TIME' ? { hour: '2-digit', minute: '2-digit' } : DATES[size ?? 'COMPACT'];
    return new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options }).format(
      Date.parse(moment),
    );
  });
}

/** Stands for every picture that is not in the card itself: the page asks no other server for it. */
const NO_PICTURE = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32"><rect width="32" height="32" rx="4" fill="#8886"/><path d="M6 25l7-9 5 6 4-4 5 7z" fill="#888"/><circle cx="22" cy="10" r="3" fill="#888"/></svg>',
)}`;

function isList(value) {
  return Array.isArray(value);
}

/** People of the tenant as the choices of a people picker, which Teams fills as somebody types. */
function withPeople(input, people) {
  const { 'choices.data': query, ...rest } = input;
  if (query?.dataset !== 'graph.microsoft.com/users') return rest;
  const given = rest.choices ?? [];
  const known = new Set(given.map(({ value }) => value));
  const others = people
    .filter(({ id, deleted }) => !deleted && !known.has(id))
    .map(({ id, name }) => ({ title: name, value: id }));
  return {
    ...rest,
    style: 'compact',
    placeholder: rest.placeholder ?? 'Choose a person',
    choices: [...given, ...others],
  };
}

/** Only in texts that Teams looks through for mentions: text blocks and facts. */
function words(text, { zone, mentions }) {
  return markMentions(fillMoments(text, zone), mentions);
}

/** An input keeps what the person entered before the card was shown again. */
function input(source, { people, values }) {
  const before = values?.[source.id];
  const kept = before === undefined ? source : { ...source, value: before };
  return source.type === 'Input.ChoiceSet' ? withPeople(kept, people) : kept;
}

function element(source, around) {
  const { type } = source;
  if (String(type).startsWith('Input.')) return input(source, around);
  if (type === 'TextBlock' && typeof source.text === 'string') {
    return { ...source, text: words(source.text, around) };
  }
  if (type === 'FactSet' && isList(source.facts)) {
    const facts = source.facts.map((fact) => ({
      ...fact,
      title: words(String(fact.title ?? ''), around),
      value: words(String(fact.value ?? ''), around),
    }));
    return { ...source, facts };
  }
  if (type === 'Image' && !String(source.url).startsWith('data:')) {
    return { ...source, url: NO_PICTURE };
  }
  return source;
}

/** Pictures around other things: asked of no other server, the card's faults name them. */
const PICTURES = ['backgroundImage', 'iconUrl', 'poster'];

function withoutPictures(source) {
  const away = PICTURES.filter((key) => {
    const url = source[key]?.url ?? source[key];
    return url !== undefined && !String(url).startsWith('data:');
  });
  if (away.length === 0) return source;
  return Object.fromEntries(Object.entries(source).filter(([key]) => !away.includes(key)));
}

function walk(value, around) {
  if (isList(value)) return value.map((item) => walk(item, around));
  if (value === null || typeof value !== 'object') return value;
  const changed = withoutPictures(element(value, around));
  return Object.fromEntries(
    // what a button sends back stays as it is
    Object.entries(changed).map(([name, item]) => [
      name,
      name === 'data' ? item : walk(item, around),
    ]),
  );
}

function mentionsOf(card, known) {
  const entities = isList(card.msteams?.entities) ? card.msteams.entities : [];
  return entities.flatMap(({ type, text, mentioned }) =>
    type === 'mention' && typeof text === 'string'
      ? [
          {
            text,
            name: String(mentioned?.name ?? ''),
            you: known.some((one) => one.text === text && one.you),
          },
        ]
      : [],
  );
}

/**
 * A card as Microsoft's renderer gets it: what Teams fills in itself (mentions, moments, people to
 * pick) is filled in for the person who looks. `around`: their `zone`, the `values` they entered
 * (by input id), the tenant's `people`, and the `mentions` of the message, which say who is meant.
 */
export function prepareCard(card, around) {
  return walk(card, { ...around, mentions: mentionsOf(card, around.mentions ?? []) });
}
