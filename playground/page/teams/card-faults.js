/** What is shown besides what the renderer's schema names, by type: content, and what Teams adds. */
const MORE_KEYS = {
  AdaptiveCard: ['body', 'actions', 'msteams'],
  Container: ['items'],
  Column: ['items'],
  TableCell: ['items'],
  ColumnSet: ['columns'],
  Table: ['rows'],
  TableRow: ['cells'],
  RichTextBlock: ['inlines'],
  ActionSet: ['actions'],
  'Action.ShowCard': ['card'],
  'Input.ChoiceSet': ['choices.data'],
};
/** Keys that say how to do without something; none of them is shown. */
const SILENT_KEYS = ['type', 'fallback', 'fallbackText'];
/** The newest version Teams shows (Microsoft: "Adaptive Cards in Teams"). */
const VERSION = /^1\.[0-5]$/;
/** Buttons beside each other; Teams has no room for more. */
const PRIMARY_ACTIONS = 6;
/** Where people are picked from; Teams fills it with everybody of the organisation. */
const PEOPLE = 'graph.microsoft.com/users';
/** Pictures around others, which would be asked of another server. */
const PICTURES = ['backgroundImage', 'iconUrl', 'poster'];
/** Types the renderer knows and this page does not: nothing is played, and Teams' cards do not turn. */
const NOT_DONE = ['Media', 'Carousel'];
/** What a card asks of Teams beside being shown. */
const ASKS = ['refresh', 'authentication'];
/** Lists whose members have no type of their own, or another registry: by owner and key. */
const INNER = {
  'ColumnSet.columns': 'Column',
  'Table.columns': 'TableColumnDefinition',
  'Table.rows': 'TableRow',
  'TableRow.cells': 'TableCell',
  'FactSet.facts': 'Fact',
  'Input.ChoiceSet.choices': 'Choice',
  'RichTextBlock.inlines': 'TextRun',
};
const LISTS = ['body', 'items', 'images', 'actions'];
const SINGLE = ['selectAction', 'inlineAction'];

function isObject(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function quoted(value) {
  return `"${String(value)}"`;
}

/** The renderer's class for a node: by the place it stands in, else by its type. */
function makeOf(node, inner, library) {
  if (inner) return new library[inner]();
  const { type } = node;
  if (type === 'AdaptiveCard') return new library.AdaptiveCard();
  const { elements, actions } = library.GlobalRegistry;
  const found = elements.findByName(type) ?? actions.findByName(type);
  return found ? new found.objectType() : undefined;
}

function keysOf(made, { Versions }) {
  const schema = made.getSchema();
  const all = Array.from({ length: schema.getCount() }, (_none, i) => schema.getItemAt(i));
  const known = all.filter(({ targetVersion }) => targetVersion.compareTo(Versions.v1_5) <= 0);
  return known.map(({ name }) => name);
}

function checkKeys(node, name, shown, faults) {
  const known = new Set([...shown, ...SILENT_KEYS, ...(MORE_KEYS[name] ?? [])]);
  for (const key of Object.keys(node)) {
    if (!known.has(key)) faults.push(`${name} has ${quoted(key)}, which is not known.`);
  }
}

function checkActions(actions, faults) {
  if (!Array.isArray(actions)) return;
  const primary = actions.filter((action) => action?.mode !== 'secondary');
  if (primary.length > PRIMARY_ACTIONS) {
    faults.push(`There are ${primary.length} buttons beside each other; ${PRIMARY_ACTIONS} fit.`);
  }
}

/** What is known, yet not done on this page. */
function checkDone(node, name, faults) {
  if (NOT_DONE.includes(name)) faults.push(`${name} is not shown here.`);
  if (node.requires && Object.keys(node.requires).length > 0) {
    faults.push(`${name} requires ${Object.keys(node.requires).join(', ')}.`);
  }
  for (const key of PICTURES) {
    const url = node[key]?.url ?? node[key];
    if (url !== undefined && !String(url).startsWith('data:')) {
      faults.push(`The picture of ${quoted(key)} is not loaded: it is elsewhere.`);
    }
  }
  const query = node['choices.data'];
  if (query !== undefined && query?.dataset !== PEOPLE) {
    faults.push(`The choices of ${quoted(query?.dataset)} are not known.`);
  }
  const msteams = isObject(node.data) ? node.data.msteams : undefined;
  if (msteams !== undefined && msteams?.type !== 'task/fetch') {
    faults.push(`What ${quoted(msteams?.type)} does is not known.`);
  }
  checkActions(node.actions, faults);
}

function childrenOf(node, name) {
  const inners = Object.keys(INNER).filter((place) => place.startsWith(`${name}.`));
  const placed = inners.flatMap((place) => {
    const children = node[place.slice(name.length + 1)];
    return Array.isArray(children) ? children.map((child) => [child, INNER[place]]) : [];
  });
  const listed = LISTS.flatMap((key) => (Array.isArray(node[key]) ? node[key] : []));
  const single = SINGLE.flatMap((key) => (node[key] === undefined ? [] : [node[key]]));
  const card = node.type === 'Action.ShowCard' && node.card ? [node.card] : [];
  return [...placed, ...[...listed, ...single, ...card].map((child) => [child, undefined])];
}

function walk(node, inner, library, faults) {
  if (typeof node === 'string' && inner === 'TextRun') return;
  if (!isObject(node)) {
    faults.push(`There is ${quoted(JSON.stringify(node))} where something to show should be.`);
    return;
  }
  const made = makeOf(node, inner, library);
  if (!made) {
    faults.push(`The type ${quoted(node.type)} is not known.`);
    return;
  }
  const name = inner ?? node.type;
  checkKeys(node, name, keysOf(made, library), faults);
  checkDone(node, name, faults);
  for (const [child, place] of childrenOf(node, name)) walk(child, place, library, faults);
}

/** Every text in which Teams looks for mentions; what buttons send is none. */
function textsOf(value) {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (!isObject(value)) return [];
  const { data: _sent, ...rest } = value;
  const own = value.type === 'TextBlock' ? [value.text] : [];
  const facts = value.type === 'FactSet' && Array.isArray(value.facts) ? value.facts : [];
  const told = facts.flatMap((fact) => [fact?.title, fact?.value]);
  const texts = [...own, ...told].filter((text) => typeof text === 'string');
  return [...texts, ...Object.values(rest).flatMap(textsOf)];
}

function checkEntity({ type, text }, texts, faults) {
  if (type !== 'mention') faults.push(`The entity ${quoted(type)} is not known.`);
  else if (!texts.some((words) => words.includes(String(text)))) {
    faults.push(`The mention ${quoted(text)} stands nowhere in the card.`);
  }
}

function checkTeams(card, faults) {
  const { msteams } = card;
  if (msteams === undefined) return;
  const { width, entities, ...others } = msteams;
  for (const key of Object.keys(others))
    faults.push(`msteams has ${quoted(key)}, which is not known.`);
  if (width !== undefined && String(width).toLowerCase() !== 'full') {
    faults.push(`The width ${quoted(width)} is not known.`);
  }
  const texts = textsOf(card);
  for (const entity of entities ?? []) checkEntity(entity ?? {}, texts, faults);
}

/** What the renderer itself has against a card as it gets it: bad values, missing parts. */
function rendererFaults(prepared, library) {
  const { ValidationEvent, SerializationContext, Versions, AdaptiveCard } = library;
  const counted = [
    ValidationEvent.UnknownElementType,
    ValidationEvent.UnknownActionType,
    ValidationEvent.UnsupportedProperty,
    ValidationEvent.TooManyActions,
  ];
  const context = new SerializationContext(Versions.v1_5);
  const card = new AdaptiveCard();
  card.parse(prepared, context);
  const parsed = Array.from({ length: context.eventCount }, (_none, i) => context.getEventAt(i));
  const all = [...parsed, ...card.validateProperties().validationEvents];
  return all.filter(({ event }) => !counted.includes(event)).map(({ message }) => message);
}

/**
 * Everything about a card that Teams or this page would leave out without a word, each as a sentence;
 * empty when all of it is shown. `prepared`: the card as the renderer gets it; `library`: Microsoft's
 * renderer, which knows the types and their properties.
 */
export function findCardFaults(source, prepared, library) {
  if (!isObject(source) || source.type !== 'AdaptiveCard') return ['It is no Adaptive Card.'];
  const faults = [];
  if (!VERSION.test(String(source.version))) {
    faults.push(`The version ${quoted(source.version)} is not known; Teams shows 1.0 to 1.5.`);
  }
  for (const key of ASKS) {
    if (source[key] !== undefined) faults.push(`It has ${quoted(key)}, which is not done here.`);
  }
  walk(source, undefined, library, faults);
  checkTeams(source, faults);
  return [...new Set([...faults, ...rendererFaults(prepared, library)])];
}
