function mend(target) {
  if (target.matches('.ac-input')) {
    const isWrong = target.classList.contains('ac-input-validation-failed');
    if (isWrong) target.setAttribute('aria-invalid', 'true');
    else target.removeAttribute('aria-invalid');
  }
  // beside an unfolded card the renderer takes the other buttons from the keyboard, not from the mouse
  if (target.matches('.ac-pushButton') && target.tabIndex < 0 && !target.disabled) {
    target.tabIndex = 0;
  }
}

/**
 * Keeps a drawn card usable without eyes or mouse, whatever happens in it: an input that was refused is
 * invalid and not only red, and every button can be reached by the keyboard.
 */
export function keepAccessible(frame) {
  const watch = new MutationObserver((changes) => {
    for (const { target } of changes) mend(target);
  });
  watch.observe(frame, {
    subtree: true,
    attributes: true,
    attributeFilter: ['class', 'tabindex'],
  });
}

/** The runs of a text: of a plain one it is itself the only run. */
function runsOf({ type, inlines = [], ...rest }) {
  if (type === 'TextBlock') return [rest];
  return type === 'RichTextBlock' ? inlines : [];
}

function isFault(element) {
  return runsOf(element ?? {}).some(({ color }) => String(color).toLowerCase() === 'attention');
}

function wordsOf(element) {
  const words = runsOf(element).map((run) => (typeof run === 'string' ? run : String(run.text)));
  return words.join('').replaceAll(/[*\\]/g, '');
}

function isInput(element) {
  return String(element?.type).startsWith('Input.');
}

/**
 * The faults a card tells of, as words, and which of its inputs the first of them stands above (its
 * number, from 0; -1 for none). Teams has no place for faults but text in the colour of attention.
 */
export function faultsTold({ body = [] }) {
  const words = body.filter(isFault).map(wordsOf);
  const at = body.findIndex((element, i) => isFault(element) && isInput(body[i + 1]));
  const input = at === -1 ? -1 : body.slice(0, at).filter(isInput).length;
  return { words, input };
}
