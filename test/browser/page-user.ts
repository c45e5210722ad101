import type { Locator, Page } from 'playwright-core';
import { toDateInputs } from '../../playground/users/teams-user-driver.js';
import type { Entries, Moment } from '../../playground/users/user-driver.js';
import {
  type BrowserWindow,
  openWindow,
  TIMEOUT_MS,
  type WindowOptions,
} from './browser-window.js';
import { findLabel, MORE_FIELDS, RADIO_FIELDS } from './form-labels.js';
import { type InputMethod, MOUSE } from './input-method.js';
import type { PlaygroundProcess } from './playground-process.js';

/** The two platforms, by the names of their tabs. */
export type PlatformTab = 'Slack' | 'Teams';

const PATHS: Readonly<Record<PlatformTab, string>> = { Slack: '/', Teams: '/in-teams' };

/** The zone of the people whose promises the tests enter, and of the browser. */
export const ZONE = 'Europe/London';

export interface PageUserOptions extends WindowOptions {
  /** How they work: by mouse unless given. */
  readonly input?: (page: Page) => InputMethod;
}

/**
 * A person at the page. Finds everything by its role and its visible name, as people with and without
 * a screen do, and waits until it is there. Uses no id and no class of the page.
 */
export class PageUser {
  readonly window: BrowserWindow;
  readonly input: InputMethod;

  private constructor(window: BrowserWindow, input: (page: Page) => InputMethod) {
    this.window = window;
    this.input = input(window.page);
  }

  static async open(
    { url }: PlaygroundProcess,
    platform: PlatformTab = 'Slack',
    options: PageUserOptions = {},
  ): Promise<PageUser> {
    const { input = () => MOUSE } = options;
    const user = new PageUser(await openWindow(url, PATHS[platform], options), input);
    await user.personaButton.waitFor();
    return user;
  }

  get page(): Page {
    return this.window.page;
  }

  /** The platform whose page is open. */
  get platform(): PlatformTab {
    return new URL(this.page.url()).pathname === PATHS.Teams ? 'Teams' : 'Slack';
  }

  /** The button that says who one is. */
  get personaButton(): Locator {
    return this.page.getByRole('button', { name: /^You are / });
  }

  /** Switches to another person. */
  async switchTo(name: string): Promise<void> {
    const current = this.page.getByRole('button', { name: `You are ${name}` });
    if ((await current.count()) > 0) return;
    // again if the page was not ready for the press
    await until(async () => {
      if (await this.personItem(name).isVisible()) return true;
      await this.input.press(this.personaButton);
      return this.personItem(name).isVisible();
    }, 'the menu of people');
    await this.input.pick(this.personItem(name));
    await current.waitFor();
  }

  /** A person in the open menu of people. */
  personItem(name: string): Locator {
    const menu = this.page.getByRole('menu', { name: 'Who you are' });
    return menu.getByRole('menuitemradio', { name: new RegExp(`^${name}`) });
  }

  /** Switches to a platform by its tab. */
  async switchPlatform(platform: PlatformTab): Promise<void> {
    const tab = this.platformTab(platform);
    if ((await tab.getAttribute('aria-current')) === 'page') return;
    await this.input.press(tab);
    await this.page.waitForURL((url) => url.pathname === PATHS[platform]);
    await this.personaButton.waitFor();
  }

  platformTab(platform: PlatformTab): Locator {
    const tabs = this.page.getByRole('navigation', { name: 'Platform' });
    return tabs.getByRole('link', { name: new RegExp(`^${platform}`) });
  }

  /** A conversation in the side bar, with or without unread messages. */
  conversationButton(name: string): Locator {
    const side = this.page.getByRole('navigation', { name: 'Conversations' });
    return side.getByRole('button', { name: new RegExp(`^([#🔒] ?)?${name}\\b`, 'u') }).first();
  }

  async openConversation(name: string): Promise<void> {
    await this.input.press(this.conversationButton(name));
    await this.page
      .getByRole('heading', { level: 2, name: new RegExp(`^([#🔒] ?)?${name}`, 'u') })
      .first()
      .waitFor();
  }

  /** Switches to a platform and a person, and opens a conversation there. */
  async goTo(person: string, platform: PlatformTab, conversation: string): Promise<void> {
    await this.switchPlatform(platform);
    await this.switchTo(person);
    await this.openConversation(conversation);
  }

  /** The field for a new message in the open conversation. */
  get composer(): Locator {
    return this.page
      .getByRole('textbox', { name: 'Write a message' })
      .or(this.page.getByRole('combobox', { name: 'Write a message' }));
  }

  /** Writes a message in the open conversation and sends it. */
  async sendMessage(text: string): Promise<void> {
    await this.input.write(this.composer, text);
    await this.input.press(this.page.getByRole('button', { name: 'Send', exact: true }).first());
  }

  /** The messages of the open conversation. */
  get messages(): Locator {
    return this.page.getByRole('list', { name: 'Messages' });
  }

  /** The newest message with this text. */
  findMessage(text: string | RegExp): Locator {
    return this.messages.getByRole('listitem').filter({ hasText: text }).last();
  }

  /** Waits until the open conversation has this text. */
  async waitForText(text: string | RegExp): Promise<void> {
    await this.messages.getByText(text).last().waitFor();
  }

  /** The form, or the text, that lies over the page. */
  get form(): Locator {
    return this.page.getByRole('dialog').filter({ visible: true }).last();
  }

  /** Presses a button of the newest message that has it. */
  async pressButton(label: string): Promise<void> {
    await this.input.press(this.messages.getByRole('button', { name: label, exact: true }).last());
  }

  /** Presses a button and waits for the form with this title. */
  async openForm(label: string, title = label): Promise<void> {
    await this.pressButton(label);
    await this.waitForForm(title);
  }

  async waitForForm(title: string): Promise<void> {
    await this.page.getByRole('dialog', { name: title }).filter({ visible: true }).waitFor();
  }

  /** Fills in fields of the open form, named as in its entries; choices by their labels. */
  async fillIn(entries: Entries): Promise<void> {
    for (const [name, entry] of Object.entries(entries)) {
      await this.showField(name);
      if (typeof entry === 'object') await this.fillInMoment(entry);
      else if (typeof entry === 'boolean') await this.tick(findLabel(name));
      else if (RADIO_FIELDS.has(name)) await this.tick(entry);
      else await this.write(findLabel(name), entry);
    }
  }

  /** Shows what stands behind “More details”, if this field does. */
  private async showField(name: string): Promise<void> {
    if (!MORE_FIELDS.has(name)) return;
    const field = this.form.getByLabel(findLabel(name)).first();
    if (!(await field.isVisible())) await this.pressInForm('More details');
    await field.waitFor();
  }

  /** Writes in a field of the open form, or chooses from its menu. */
  private async write(label: string | RegExp, value: string): Promise<void> {
    const field = this.form.getByLabel(label).first();
    if (await isMenu(field)) await this.input.choose(field, value);
    else await this.input.write(field, value);
  }

  private async tick(label: string | RegExp): Promise<void> {
    await this.input.tick(this.form.getByLabel(label).first());
  }

  /** Ticks each answer with this label: none, one or several. */
  async tickEvery(label: string): Promise<void> {
    for (const answer of await this.form.getByLabel(label, { exact: true }).all()) {
      await this.input.tick(answer);
    }
  }

  /** Slack has one field for date and time, Teams has two. */
  private async fillInMoment({ moment }: Moment): Promise<void> {
    const { date, time } = toDateInputs(moment, ZONE);
    if (this.platform === 'Slack') await this.write(/By when\?/, `${date}T${time}`);
    else {
      await this.write(/By when\? \(date\)/, date);
      await this.write(/^Time/, time);
    }
  }

  /** Presses a button of the open form. */
  async pressInForm(label: string): Promise<void> {
    await this.input.press(this.form.getByRole('button', { name: label, exact: true }).last());
  }

  /** Sends the open form and waits until it is gone or a text came in its place, which it closes. */
  async submitForm(label: string): Promise<void> {
    const title = await this.form.getByRole('heading').first().innerText();
    await this.pressInForm(label);
    await this.page.getByRole('dialog', { name: title }).waitFor({ state: 'hidden' });
    if (await this.form.isVisible()) await this.closeForm();
  }

  /** Closes what lies over the page by its cross or its button. */
  async closeForm(): Promise<void> {
    const close = this.form.getByRole('button', { name: /^(Close|Cancel)/ }).last();
    await this.input.press(close);
    await this.form.waitFor({ state: 'hidden' });
  }

  /** The lines of the menu of people. */
  async readPeopleMenu(): Promise<readonly string[]> {
    await this.input.press(this.personaButton);
    const items = this.page.getByRole('menu', { name: 'Who you are' }).getByRole('menuitemradio');
    await items.first().waitFor();
    const lines = await items.allInnerTexts();
    await this.page.keyboard.press('Escape');
    return lines.map((text) => text.replace(/\s+/g, ' ').trim());
  }

  /** A part of the page by its name, such as the guide or the drawer. */
  region(name: string): Locator {
    return this.page.getByRole('region', { name });
  }

  /** The clock strip. */
  get clock(): Locator {
    return this.region('The bot’s clock');
  }

  /** What the clock announces next. A narrow window folds it away. */
  async readNextNudge(): Promise<string> {
    const button = this.clock.getByRole('button', { name: /what fires next/ });
    return (await button.textContent()) ?? '';
  }

  /** Moves the bot's clock to its next nudge and waits until it has moved. */
  async moveToNextNudge(): Promise<void> {
    await this.moveClock('To the next nudge');
  }

  /** Moves the bot's clock by a button of the clock strip and waits until it has moved. */
  async moveClock(label: string): Promise<void> {
    const button = this.clock.getByRole('button', { name: label });
    const isReady = async () => (await button.isEnabled()) && !(await isOff(button));
    await until(isReady, `“${label}” can be pressed`);
    await this.input.press(button);
    await until(isReady, `“${label}” can be pressed again`);
  }
}

async function isOff(button: Locator): Promise<boolean> {
  return (await button.getAttribute('aria-disabled')) === 'true';
}

async function isMenu(field: Locator): Promise<boolean> {
  return (await field.evaluate((node) => node.nodeName)) === 'SELECT';
}

/** Polls until `check` holds; throws after `ms` of real time. */
export async function until(
  check: () => Promise<boolean>,
  what: string,
  ms = TIMEOUT_MS,
): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`Not within ${ms} ms: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
