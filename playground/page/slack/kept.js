const bodyOf = (dialog) => dialog.querySelector('.sheet-body');

/** Where a button of a modal is found again after an update: by what it does, or as the one of its kind. */
function selectorOf(node) {
  const { use } = node.dataset;
  if (use) return `[data-use="${CSS.escape(use)}"]`;
  const own = ['[type="submit"]', '.buttons [type="button"]', '.close', '.sheet-body'];
  return own.find((selector) => node.matches(selector));
}

/** The texts of fields by block id, as somebody entered them. */
function textsOf(fields) {
  const texts = [...fields].map(([id, { control }]) => [id, control()?.value]);
  return new Map(texts.filter(([, value]) => typeof value === 'string'));
}

/** What an update of a modal leaves as it is: what was entered, the focus, and how far it is scrolled. */
export function remember(dialog, fields) {
  const active = dialog.contains(document.activeElement) ? document.activeElement : dialog;
  const [id] = [...fields].find(([, { holds }]) => holds(active)) ?? [];
  const { value, selectionStart: from, selectionEnd: to } = active;
  return {
    texts: textsOf(fields),
    known: new Set(fields.keys()),
    focus: { id, value, caret: typeof from === 'number' && [from, to], at: selectorOf(active) },
    top: bodyOf(dialog)?.scrollTop ?? 0,
  };
}

/** Enters again what was entered into the fields that are still there, as Slack's modals do. */
export function enterAgain({ texts }, fields) {
  for (const [id, value] of texts) {
    const control = fields.get(id)?.control();
    if (control && 'value' in control) control.value = value;
  }
}

/** A field in which somebody was: the same of several boxes, or the same place in the text. */
function focusField(field, { value, caret }) {
  field.focus();
  const control = field.control();
  [...control.querySelectorAll('input')].find((box) => box.value === value)?.focus();
  if (caret && 'setSelectionRange' in control) control.setSelectionRange(...caret);
}

/**
 * Brings the focus and the scrolling back to where they were. What had the focus may be gone, such as a
 * button that shows more fields: then the first of those has it.
 */
export function returnTo(dialog, { known, focus, top }, fields) {
  const field = fields.get(focus.id);
  const same = focus.at && dialog.querySelector(focus.at);
  const added = [...fields].find(([id]) => !known.has(id))?.[1];
  if (field) focusField(field, focus);
  else (same ?? added ?? bodyOf(dialog)).focus();
  bodyOf(dialog).scrollTop = top;
}
