import { el } from '../frame/dom.js';
import { keepAccessible } from './card-access.js';
import { findCardFaults } from './card-faults.js';
import { prepareCard } from './card-source.js';
import { HOST } from './host-config.js';
import { openMenu } from './menu.js';
import { markdown } from './text.js';

/** Microsoft's renderer; missing when its package is not installed. */
const library = globalThis.AdaptiveCards;

if (library) {
  library.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = el('div', {}, markdown(text)).innerHTML;
    result.didProcess = true;
  };
}

/** What Redress sent and this page does not show, in its place. */
export function showFaults(faults) {
  if (faults.length === 0) return null;
  const list = el(
    'ul',
    {},
    faults.map((words) => el('li', {}, words)),
  );
  const head = el('strong', {}, 'Redress sent something this page cannot show:');
  return el('div', { className: 'unknown', role: 'alert' }, head, list);
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

/** A button that was pressed keeps the focus and does nothing more until the answer is there. */
async function whileBusy(button, work) {
  if (button?.getAttribute('aria-disabled') === 'true') return;
  button?.setAttribute('aria-disabled', 'true');
  await work();
  button?.removeAttribute('aria-disabled');
}

async function run(action, use) {
  if (action instanceof library.OpenUrlAction) {
    if (/^https?:/i.test(action.url ?? '')) window.open(action.url, '_blank', 'noopener');
    return;
  }
  const data = action.data;
  await whileBusy(action.renderedElement, () =>
    use({ which: whichOf(action, data), kind: data?.redress?.kind, inputs: entered(action) }),
  );
}

function build(prepared, { use }) {
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
  card.parse(prepared, new library.SerializationContext());
  return card.render();
}

function draw(source, around) {
  const prepared = prepareCard(source, around);
  const drawn = build(prepared, around);
  const empty = drawn ? [] : ['The card is empty.'];
  const faults = showFaults([...findCardFaults(source, prepared, library), ...empty]);
  const full =
    String(source.msteams?.width).toLowerCase() === 'full' ? 'ac-frame full' : 'ac-frame';
  const frame = el('div', { className: full }, faults, drawn);
  keepAccessible(frame);
  return frame;
}

/**
 * An Adaptive Card as Microsoft's renderer draws it. `around`: the `zone` and `values` of the person
 * who looks, the tenant's `people`, the message's `mentions`, and `use({which, kind, inputs})`, called
 * when a button is used and its inputs are filled in as the card demands. What cannot be shown is said
 * in its place.
 */
export function showCard(source, around) {
  if (!library) return showFaults(['The package "adaptivecards" is not installed.']);
  if (source?.unknown) return showFaults([`An attachment of the type "${source.unknown}".`]);
  try {
    return draw(source, around);
  } catch (error) {
    return showFaults([`A card that broke the renderer: ${error.message}`]);
  }
}
