import type { Locator, Page } from 'playwright-core';
import { type Hands, MOUSE } from './hands.js';
import type { Playground } from './playground.js';
import { openWindow, SOON_MS, type Window, type WindowOptions } from './window.js';

/** The two worlds, by the names of their tabs. */
export type World = 'Slack' | 'Teams';

const PATHS: Readonly<Record<World, string>> = { Slack: '/', Teams: '/in-teams' };

/** What is entered in a form: text or a date by the label of its field, or the label of a choice. */
export interface Entry {
  readonly label: string | RegExp;
  /** Text, the choice of a menu; absent: the label is that of a box to tick. */
  readonly value?: string;
}

export interface DeskOptions extends WindowOptions {
  /** How they work; with a mouse unless told. */
  readonly hands?: (page: Page) => Hands;
}

/**
 * A person at the page: finds everything by its role and its visible name, as people with and without
 * a screen do, and waits until it is there. Nothing here knows an id or a class of the page.
 */
export class Desk {
  readonly window: Window;
  readonly hands: Hands;

  private constructor(window: Window, hands: (page: Page) => Hands) {
    this.window = window;
    this.hands = hands(window.page);
  }

  static async open(
    { url }: Playground,
    world: World = 'Slack',
    options: DeskOptions = {},
  ): Promise<Desk> {
    const { hands = () => MOUSE } = options;
    const desk = new Desk(await openWindow(url, PATHS[world], options), hands);
    await desk.persona.waitFor();
    return desk;
  }

  get page(): Page {
    return this.window.page;
  }

  /** The button that says who one is. */
  get persona(): Locator {
    return this.page.getByRole('button', { name: /^You are / });
  }

  /** Becomes another person. */
  async becomes(name: string): Promise<void> {
    const itself = this.page.getByRole('button', { name: `You are ${name}` });
    if ((await itself.count()) > 0) return;
    await this.hands.press(this.persona);
    await this.hands.pick(this.person(name));
    await itself.waitFor();
  }

  /** A person in the open menu of people. */
  person(name: string): Locator {
    const menu = this.page.getByRole('menu', { name: 'Who you are' });
    return menu.getByRole('menuitemradio', { name: new RegExp(`^${name}`) });
  }

  /** Goes to the other world by its tab. */
  async entersWorld(world: World): Promise<void> {
    const tab = this.worldTab(world);
    if ((await tab.getAttribute('aria-current')) === 'page') return;
    await this.hands.press(tab);
    await this.page.waitForURL((url) => url.pathname === PATHS[world]);
    await this.persona.waitFor();
  }

  /** The tab of a world. */
  worldTab(world: World): Locator {
    const tabs = this.page.getByRole('navigation', { name: 'Platform' });
    return tabs.getByRole('link', { name: new RegExp(`^${world}`) });
  }

  /** A conversation in the side bar, whatever is unread in it. */
  place(name: string): Locator {
    const side = this.page.getByRole('navigation', { name: 'Conversations' });
    return side.getByRole('button', { name: new RegExp(`^(# ?)?${name}\\b`) }).first();
  }

  /** Opens a conversation. */
  async opens(name: string): Promise<void> {
    await this.hands.press(this.place(name));
    await this.page
      .getByRole('heading', { level: 2, name: new RegExp(`^(# ?)?${name}`) })
      .first()
      .waitFor();
  }

  /** Becomes somebody, in a world, and opens a conversation there. */
  async goes(who: string, world: World, place: string): Promise<void> {
    await this.entersWorld(world);
    await this.becomes(who);
    await this.opens(place);
  }

  /** Where one writes in the open conversation. */
  get composer(): Locator {
    return this.page
      .getByRole('textbox', { name: 'Write a message' })
      .or(this.page.getByRole('combobox', { name: 'Write a message' }));
  }

  /** Writes in the open conversation and sends it. */
  async writes(text: string): Promise<void> {
    await this.hands.write(this.composer, text);
    await this.hands.press(this.page.getByRole('button', { name: 'Send', exact: true }).first());
  }

  /** What is said in the open conversation. */
  get messages(): Locator {
    return this.page.getByRole('list', { name: 'Messages' });
  }

  /** The newest message with these words. */
  message(words: string | RegExp): Locator {
    return this.messages.getByRole('listitem').filter({ hasText: words }).last();
  }

  /** Waits until these words stand in the open conversation. */
  async reads(words: string | RegExp): Promise<void> {
    await this.messages.getByText(words).last().waitFor();
  }

  /** The form or the reading that lies over the page. */
  get form(): Locator {
    return this.page.getByRole('dialog').filter({ visible: true }).last();
  }

  /** Presses a button of the newest message that has it. */
  async presses(label: string): Promise<void> {
    await this.hands.press(this.messages.getByRole('button', { name: label, exact: true }).last());
  }

  /** Presses a button and waits for the form with this title. */
  async opensForm(label: string, title = label): Promise<void> {
    await this.presses(label);
    await this.hasForm(title);
  }

  async hasForm(title: string): Promise<void> {
    await this.page.getByRole('dialog', { name: title }).filter({ visible: true }).waitFor();
  }

  /** Fills in the open form. */
  async enters(...entries: readonly Entry[]): Promise<void> {
    for (const { label, value } of entries) {
      const field = this.form.getByLabel(label).first();
      if (value === undefined) await this.hands.tick(field);
      else if (await isMenu(field)) await this.hands.choose(field, value);
      else await this.hands.write(field, value);
    }
  }

  /** Sends the open form and waits until it was taken: until it is gone, or a reading came instead. */
  async sends(label: string): Promise<void> {
    const title = await this.form.getByRole('heading').first().innerText();
    await this.hands.press(this.form.getByRole('button', { name: label, exact: true }).last());
    await this.page.getByRole('dialog', { name: title }).waitFor({ state: 'hidden' });
    if (await this.form.isVisible()) await this.closesForm();
  }

  /** Closes what lies over the page by its cross or its button. */
  async closesForm(): Promise<void> {
    const close = this.form.getByRole('button', { name: /^(Close|Cancel)/ }).last();
    await this.hands.press(close);
    await this.form.waitFor({ state: 'hidden' });
  }

  /** The menu of people as it reads now, one a line. */
  async readsPeople(): Promise<readonly string[]> {
    await this.hands.press(this.persona);
    const items = this.page.getByRole('menu', { name: 'Who you are' }).getByRole('menuitemradio');
    await items.first().waitFor();
    const read = await items.allInnerTexts();
    await this.page.keyboard.press('Escape');
    return read.map((text) => text.replace(/\s+/g, ' ').trim());
  }

  /** What an error box, an alert with words, says in the page now. */
  async alerts(): Promise<readonly string[]> {
    const texts = await this.page.getByRole('alert').allInnerTexts();
    return texts.filter((text) => text.trim() !== '');
  }

  /** A part of the page by its name, such as the guide or the drawer. */
  region(name: string): Locator {
    return this.page.getByRole('region', { name });
  }

  /** The clock strip. */
  get clock(): Locator {
    return this.region('The bot’s clock');
  }

  /** What the clock announces next: in a narrow window it is there, but folded away. */
  async firesNext(): Promise<string> {
    const button = this.clock.getByRole('button', { name: /what fires next/ });
    return (await button.textContent()) ?? '';
  }

  /** Moves the bot's clock to its next nudge and waits until it has moved. */
  async toTheNextNudge(): Promise<void> {
    await this.moves('To the next nudge');
  }

  async moves(label: string): Promise<void> {
    const button = this.clock.getByRole('button', { name: label });
    const isReady = async () => (await button.isEnabled()) && !(await isOff(button));
    await until(isReady, `“${label}” can be pressed`);
    await this.hands.press(button);
    await until(isReady, `“${label}” can be pressed again`);
  }
}

async function isOff(button: Locator): Promise<boolean> {
  return (await button.getAttribute('aria-disabled')) === 'true';
}

async function isMenu(field: Locator): Promise<boolean> {
  return (await field.evaluate((node) => node.nodeName)) === 'SELECT';
}

/** Looks again until it is so. */
export async function until(
  look: () => Promise<boolean>,
  what: string,
  ms = SOON_MS,
): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await look())) {
    if (Date.now() > deadline) throw new Error(`Not within ${ms} ms: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
