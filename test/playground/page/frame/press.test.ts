import { expect } from 'chai';

interface Press {
  watchPresses(target: EventTarget): void;
  afterPress(work: () => void): void;
}

const url = new URL('../../../../playground/page/frame/press.js', import.meta.url).href;

/** Resolves after the timers that are due now. */
const soon = () => new Promise((resolve) => setTimeout(resolve, 1));

describe('Playground page: what is drawn during a press', () => {
  let press: Press;
  let page: EventTarget;
  let drawn: string[];
  const draw = () => drawn.push('drawn');

  before(async () => {
    press = (await import(url)) as Press;
    page = new EventTarget();
    press.watchPresses(page);
  });

  beforeEach(() => {
    drawn = [];
  });

  it('is drawn at once while nothing is pressed', () => {
    press.afterPress(draw);
    expect(drawn).to.have.length(1);
  });

  for (const release of ['pointerup', 'pointercancel']) {
    it(`waits until after the click, once, when the press ends with ${release}`, async () => {
      page.dispatchEvent(new Event('pointerdown'));
      press.afterPress(draw);
      press.afterPress(draw);
      page.dispatchEvent(new Event(release));
      expect(drawn, 'before the click').to.have.length(0);
      await soon();
      expect(drawn).to.have.length(1);
      press.afterPress(draw);
      expect(drawn, 'at once again').to.have.length(2);
    });
  }
});
