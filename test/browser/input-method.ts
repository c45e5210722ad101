import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';

/** How a person operates the page. */
export interface InputMethod {
  /** Presses a button or follows a link. */
  press(target: Locator): Promise<void>;
  /** Chooses an item of the open menu. */
  pick(target: Locator): Promise<void>;
  /** Replaces the content of a field; a date as `2026-11-26` or `2026-11-26T15:00`. */
  write(target: Locator, text: string): Promise<void>;
  /** Chooses from a menu of a form by the label of the choice. */
  choose(target: Locator, label: string): Promise<void>;
  /** Ticks a box, or selects a radio button. */
  tick(target: Locator): Promise<void>;
}

/** Works with a mouse. */
export const MOUSE: InputMethod = {
  press: (target) => target.click(),
  pick: (target) => target.click(),
  write: (target, text) => target.fill(text),
  choose: async (target, label) => {
    await target.selectOption({ label });
  },
  tick: (target) => target.check(),
};

/** More stops of the Tab key than any page has. */
const MAX_STOPS = 150;

/**
 * Works with the keyboard alone: Tab, Shift and Tab, Enter, Space, arrows and letters. It fails for
 * anything that these keys do not reach.
 */
export class Keyboard implements InputMethod {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async press(target: Locator): Promise<void> {
    await this.reach(target);
    await this.page.keyboard.press('Enter');
  }

  async pick(target: Locator): Promise<void> {
    await target.waitFor();
    await this.arrow(target, isFocused);
    await this.page.keyboard.press('Enter');
  }

  async write(target: Locator, text: string): Promise<void> {
    await this.reach(target);
    const type = await target.getAttribute('type');
    if (/^(date|time|datetime-local)$/.test(type ?? '')) return this.writeMoment(target, text);
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.type(text);
  }

  async choose(target: Locator, label: string): Promise<void> {
    await this.reach(target);
    await this.page.keyboard.type(label);
    const chosen = await target.evaluate((node) => node.selectedOptions?.[0]?.textContent);
    expect(chosen, 'the chosen label').to.equal(label);
  }

  async tick(target: Locator): Promise<void> {
    await target.waitFor();
    if ((await target.getAttribute('type')) === 'radio') {
      await this.reach(target, isInFocusedGroup);
      await this.page.keyboard.press('Space');
      await this.arrow(target, isTicked);
    } else {
      await this.reach(target);
      if (!(await isTicked(target))) await this.page.keyboard.press('Space');
    }
    expect(await isTicked(target), 'it is ticked').to.equal(true);
  }

  /** Types day, month, year, hour and minute; each part passes the focus on when it is full. */
  private async writeMoment(target: Locator, text: string): Promise<void> {
    const [, year = '', month = '', day = ''] = /^(\d{4})-(\d\d)-(\d\d)/.exec(text) ?? [];
    const [, hour = '', minute = ''] = /(\d\d):(\d\d)$/.exec(text) ?? [];
    const time = `${hour}${minute}`;
    const half = Number(hour) < 12 ? 'a' : 'p';
    const twelve = `${String(Number(hour) % 12 || 12).padStart(2, '0')}${minute}${half}`;
    const parts: readonly (readonly string[])[] = [
      [day, month, year, time],
      [month, day, year, time === '' ? '' : twelve],
    ];
    for (const [first = '', second = '', third = '', last = ''] of parts) {
      await this.page.keyboard.type(first + second + third);
      // A year takes up to six digits and does not pass the focus on.
      if (third !== '' && last !== '') await this.page.keyboard.press('ArrowRight');
      await this.page.keyboard.type(last);
      if ((await target.inputValue()) === text) return;
      await this.moveToFirstPart(target);
    }
    expect(await target.inputValue(), 'the typed value').to.equal(text);
  }

  private async moveToFirstPart(target: Locator): Promise<void> {
    for (let n = 0; n < 7; n += 1) await this.page.keyboard.press('ArrowLeft');
    expect(await isFocused(target), 'the field still has the focus').to.equal(true);
  }

  /** Moves the focus to the target by Tab, or by Shift and Tab when it is before the focus. */
  private async reach(target: Locator, isThere = isFocused): Promise<void> {
    await target.waitFor();
    await this.move(
      async () => ((await isBefore(target)) ? 'Shift+Tab' : 'Tab'),
      () => isThere(target),
      target,
    );
  }

  private async move(
    key: () => Promise<string>,
    isThere: () => Promise<boolean>,
    target: Locator,
  ): Promise<void> {
    for (let stops = 0; stops < MAX_STOPS; stops += 1) {
      if (await isThere()) return;
      await this.page.keyboard.press(await key());
    }
    const where = await this.page.evaluate('document.activeElement?.outerHTML.slice(0, 200)');
    throw new Error(`The keyboard does not reach ${target}, but ${where}`);
  }

  /** Moves through a menu or radio buttons with the arrow keys. */
  private async arrow(target: Locator, isThere: (target: Locator) => Promise<boolean>) {
    await this.move(
      async () => 'ArrowDown',
      () => isThere(target),
      target,
    );
  }
}

function isFocused(target: Locator): Promise<boolean> {
  return target.evaluate((node) => node === node.ownerDocument.activeElement);
}

function isBefore(target: Locator): Promise<boolean> {
  return target.evaluate((node) => {
    const { activeElement, body } = node.ownerDocument;
    if (activeElement === null || activeElement === body) return false;
    return (activeElement.compareDocumentPosition(node) & 2) !== 0;
  });
}

/** True when the target or another radio button of its group has the focus: arrows lead from there. */
function isInFocusedGroup(target: Locator): Promise<boolean> {
  return target.evaluate((node) => {
    const { activeElement } = node.ownerDocument;
    const name = node.getAttribute('name');
    return activeElement === node || (name && name === activeElement?.getAttribute('name'));
  });
}

function isTicked(target: Locator): Promise<boolean> {
  return target.isChecked();
}
