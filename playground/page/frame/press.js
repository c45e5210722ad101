const state = { isDown: false, waiting: new Set() };

function begin() {
  state.isDown = true;
}

function end() {
  // the click comes right after the release
  setTimeout(() => {
    state.isDown = false;
    const works = [...state.waiting];
    state.waiting.clear();
    for (const work of works) work();
  });
}

/** Watches the presses on `target`, the page's document. */
export function watchPresses(target) {
  target.addEventListener('pointerdown', begin, true);
  for (const name of ['pointerup', 'pointercancel']) target.addEventListener(name, end, true);
}

/**
 * Runs `work` now, or once after the press that is under way: what is drawn anew between press and
 * release gets no click.
 */
export function afterPress(work) {
  if (state.isDown) state.waiting.add(work);
  else work();
}
