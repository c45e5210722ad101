import { el } from '../frame/dom.js';
import { prepareCard } from './card-source.js';
import { openMenu } from './menu.js';
import { markdown } from './text.js';

/** Microsoft's renderer; missing when its package is not installed. */
const library = globalThis.AdaptiveCards;

function colours(name) {
  return {
    default: `var(--${name})`,
    subtle: `color-mix(in srgb, var(--${name}) 75%, var(--paper))`,
  };
}

const FOREGROUND = {
  default: { default: 'var(--ink)', subtle: 'var(--quiet)' },
  dark: { default: '#201f1e', subtle: '#605e5c' },
  light: { default: '#ffffff', subtle: '#e1dfdd' },
  accent: colours('accent'),
  good: colours('good'),
  warning: colours('warning'),
  attention: colours('danger'),
};

function container(background) {
  return { backgroundColor: background, foregroundColors: FOREGROUND };
}

/** Sizes are those of Teams' host configuration; colours follow the page's. */
const HOST = {
  fontFamily: 'system-ui, sans-serif',
  fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  containerStyles: {
    default: container('transparent'),
    emphasis: container('var(--soft)'),
    accent: container('color-mix(in srgb, var(--accent) 14%, var(--paper))'),
    good: container('color-mix(in srgb, var(--good) 14%, var(--paper))'),
    warning: container('color-mix(in srgb, var(--warning) 16%, var(--paper))'),
    attention: container('color-mix(in srgb, var(--danger) 14%, var(--paper))'),
  },
  imageSizes: { small: 32, medium: 52, large: 100 },
  factSet: {
    title: { weight: 'Bolder', wrap: true, maxWidth: 150 },
    value: { wrap: true },
    spacing: 16,
  },
  inputs: {
    label: {
      inputSpacing: 'Small',
      requiredInputs: { weight: 'Bolder', suffix: ' *', suffixColor: 'Attention' },
      optionalInputs: { weight: 'Bolder' },
    },
    errorMessage: { color: 'Attention' },
  },
  actions: {
    maxActions: 6,
    buttonSpacing: 0, // the style sheet spaces them, as they may wrap
    spacing: 'Default',
    actionsOrientation: 'Horizontal',
    actionAlignment: 'Left',
    allowTitleToWrap: true,
    showCard: { actionMode: 'Inline', inlineTopMargin: 12, style: 'emphasis' },
  },
  textBlock: { headingLevel: 3 },
  supportsInteractivity: true,
};

if (library) {
  library.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = el('div', {}, markdown(text)).innerHTML;
    result.didProcess = true;
  };
}

function problem(words) {
  return el('p', { className: 'unknown', role: 'alert' }, words);
}

/** Faults the renderer met, as words; what it cannot show it leaves out. */
function faultsOf(context) {
  const found = Array.from({ length: context.eventCount }, (_none, i) => context.getEventAt(i));
  return [...new Set(found.map(({ message }) => message))];
}

/** What was entered into the inputs a button sends; cleared ones are empty. */
function entered(action) {
  const inputs = action.getReferencedInputs?.() ?? {};
  const list = Array.isArray(inputs) ? inputs : Object.values(inputs);
  return Object.fromEntries(
    list
      .filter(({ id }) => id)
      .map((input) => [input.id, input.isSet() ? String(input.value) : '']),
  );
}

/** Which button it was, so that the tenant finds it again in the card it keeps. */
function whichOf(action, data) {
  const redress = data?.redress;
  return {
    title: action.title,
    ...(redress?.action ? { action: redress.action } : {}),
    ...(redress?.value === undefined ? {} : { value: redress.value }),
  };
}

async function run(action, use) {
  if (action instanceof library.OpenUrlAction) {
    if (/^https?:/i.test(action.url ?? '')) window.open(action.url, '_blank', 'noopener');
    return;
  }
  const data = action.data;
  const button = action.renderedElement;
  if (button) button.disabled = true;
  await use({ which: whichOf(action, data), kind: data?.redress?.kind, inputs: entered(action) });
  if (button) button.disabled = false;
}

function build(source, { use }) {
  const card = new library.AdaptiveCard();
  card.hostConfig = new library.HostConfig(HOST);
  card.onExecuteAction = (action) => void run(action, use);
  card.onDisplayOverflowActionMenu = (actions, target) => {
    const items = actions.map((action) => ({
      words: action.title ?? '',
      run: () => action.execute(),
    }));
    openMenu(target, 'More actions', items);
    return true;
  };
  const context = new library.SerializationContext();
  card.parse(source, context);
  return { card, faults: faultsOf(context) };
}

/**
 * An Adaptive Card as Microsoft's renderer draws it. `around`: the `zone` and `values` of the person
 * who looks, the tenant's `people`, and `use({which, kind, inputs})`, called when a button is used
 * and its inputs are filled in as the card demands. What cannot be shown is said in its place.
 */
export function showCard(source, around) {
  if (!library)
    return problem('Cards cannot be shown: the package "adaptivecards" is not installed.');
  if (source?.unknown) return problem(`Unknown attachment: ${source.unknown}`);
  try {
    const { card, faults } = build(prepareCard(source, around), around);
    const drawn = card.render();
    const wrong = faults.map((words) => problem(`This card has a fault: ${words}`));
    const full = source.msteams?.width === 'Full' ? 'card full' : 'card';
    return el('div', { className: full }, wrong, drawn ?? problem('This card is empty.'));
  } catch (error) {
    return problem(`This card cannot be shown: ${error.message}`);
  }
}
