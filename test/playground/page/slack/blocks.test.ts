import { expect } from 'chai';
import { AROUND, load, type Node, type Tree, type TreeModule, tagsIn } from './page.js';
import { HOSTILE, type Payload, payloads } from './payloads.js';

interface Blocks {
  blocks(list: object[], context: object): Node[];
}
interface Field {
  tree: Tree;
  read?: () => unknown;
}
interface Fields {
  field(block: object, state: unknown, context: object): Field;
}
interface Emoji {
  plainText(text: string, emoji?: boolean): string;
}
// biome-ignore lint/suspicious/noExplicitAny: blocks are changed freely in tests
type Json = any;

/** The path of every object within a value. */
function objectsIn(value: Json, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.entries(value).flatMap(([key, inner]) => objectsIn(inner, [...path, key]));
  return Array.isArray(value) ? below : [path, ...below];
}

function objectAt(value: Json, path: string[]): Json {
  return path.reduce((at, key) => at[key], value);
}

/** The payload with one object made faulty, for each object and kind of fault; `shape` names the kind. */
function mutations(payload: Payload): { shape: string; payload: Payload }[] {
  return objectsIn(payload.blocks).flatMap((path) => {
    const at = objectAt(payload.blocks, path);
    const spoilt = [
      { surprise: 1 },
      ...('type' in at ? [{ type: 'nonsense' }] : []),
      ...('style' in at ? [{ style: 'fancy' }] : []),
    ];
    const names = path.filter((key) => !/^\d+$/.test(key)).join('/');
    return spoilt.map((change) => {
      const blocks = structuredClone(payload.blocks);
      Object.assign(objectAt(blocks, path), change);
      const shape = [payload.surface, names, at.type, Object.keys(at), JSON.stringify(change)];
      return { shape: shape.join(' '), payload: { ...payload, blocks } };
    });
  });
}

const isProblem = ({ props }: Tree) => props.role === 'alert' && props.className === 'unknown';

describe('Playground page for Slack: blocks', function () {
  this.timeout(20_000);
  let page: Blocks & Fields & Emoji & TreeModule;
  let all: Payload[];
  before(async () => {
    page = {
      ...(await load<Blocks>('blocks.js')),
      ...(await load<Fields>('fields.js')),
      ...(await load<Emoji>('emoji.js')),
      ...(await load<TreeModule>('tree.js')),
    };
    all = payloads();
  });
  const show = ({ blocks, surface }: Pick<Payload, 'blocks' | 'surface'>, more = {}) => {
    const input = (block: object) => page.field(block, undefined, AROUND).tree;
    const place = surface === 'modal' ? { input } : {};
    return page.blocks(blocks, { ...AROUND, use: () => undefined, ...place, ...more });
  };
  const message = (...blocks: object[]) => show({ blocks, surface: 'message' });
  const problems = (nodes: Node[]) => page.findAll(nodes, isProblem);

  it('shows everything the bot sends without an error', () => {
    expect(all.length).to.be.greaterThan(40);
    for (const payload of all) {
      expect(page.textOf(problems(show(payload))), payload.name).to.equal('');
    }
  });

  /** The words of a text object that are no markup. */
  const wordsOf = ({ type, text, emoji }: Json): string[] => {
    if (type === 'text') return [text];
    if (type === 'plain_text') return [page.plainText(text, emoji)];
    if (type !== 'mrkdwn') return [];
    return page.plainText(text.replaceAll(/<[^>]*>|\*/g, '\n')).split('\n');
  };

  it('shows every word of everything the bot sends', () => {
    const spaced = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
    for (const payload of all) {
      const seen = spaced(page.textOf(show(payload)));
      // the confirmation of a button and the entries of a menu are shown only when it is pressed
      const isInMenu = (path: string[]) =>
        path.some((_, n) => objectAt(payload.blocks, path.slice(0, n)).type === 'overflow');
      const paths = objectsIn(payload.blocks).filter(
        (path) => !path.includes('confirm') && !isInMenu(path),
      );
      const words = paths.flatMap((path) => wordsOf(objectAt(payload.blocks, path)));
      for (const line of words) expect(seen, payload.name).to.include(spaced(line));
    }
  });

  it('shows emoji names in a field as they are when its texts have no emoji', () => {
    const plain = (text: string, emoji: boolean) => ({ type: 'plain_text', text, emoji });
    const field = (emoji: boolean) => ({
      type: 'input',
      block_id: 'b',
      label: plain('Ring :tada:', emoji),
      hint: plain('Hint :tada:', emoji),
      element: {
        type: 'radio_buttons',
        action_id: 'a',
        options: [{ value: 'x', text: plain('Kept :tada:', emoji) }],
      },
    });
    const shown = (emoji: boolean) =>
      page.textOf(show({ blocks: [field(emoji)], surface: 'modal' }));
    for (const word of ['Ring', 'Hint', 'Kept']) {
      expect(shown(false)).to.include(`${word} :tada:`);
      expect(shown(true)).to.include(`${word} 🎉`);
    }
  });

  it('shows text of people literally', () => {
    const quoting = all.filter(({ blocks }) => JSON.stringify(blocks).includes('said* _so_'));
    expect(quoting.length).to.be.greaterThan(5);
    for (const { name, blocks } of quoting) {
      const quotes = blocks.filter((block) => block.text?.text?.includes('said* _so_'));
      for (const block of quotes) {
        const nodes = message(block);
        expect(block.text.text, name).to.include(HOSTILE);
        expect(page.textOf(nodes), name).to.equal(page.plainText(block.text.text, false));
        expect(tagsIn(nodes), name).to.deep.equal(['div', 'div', 'div']);
      }
    }
  });

  it('opens the menu behind the buttons of a reminder, and uses what is chosen there', () => {
    const reminder = all.find(({ blocks }) => JSON.stringify(blocks).includes('snooze-until C-'));
    const used: unknown[] = [];
    const opened: { label: string; choose: () => void }[] = [];
    const nodes = show(reminder ?? { blocks: [], surface: 'message' }, {
      use: (element: Json, value: unknown) => used.push([element.action_id, value]),
      openMenu: (_anchor: unknown, items: typeof opened) => opened.push(...items),
    });
    const isMenu = ({ props }: Tree) => props['aria-label'] === 'More actions';
    const [menu] = page.findAll(nodes, isMenu);
    menu?.props.onclick({ currentTarget: {} });
    const snooze = opened.find(({ label }) => label === 'Snooze until…');
    snooze?.choose();
    expect(used).to.deep.equal([['more', 'snooze-until C-1001']]);
    expect(opened).to.have.length.within(2, 5);
  });

  it('shows an error in place of an unknown type or property', () => {
    const cases = all.flatMap((payload) => mutations(payload));
    const distinct = new Map(cases.map((one) => [one.shape, one]));
    expect(distinct.size).to.be.greaterThan(60);
    for (const { payload, shape } of distinct.values()) {
      expect(problems(show(payload)), shape).to.have.length.of.at.least(1);
    }
  });

  it('shows an error in place of an incomplete part, and everything else', () => {
    const valid = { type: 'section', text: { type: 'plain_text', text: 'still here' } };
    const broken = [
      { type: 'section' },
      { type: 'header' },
      { type: 'actions' },
      { type: 'markdown', text: '# x' },
      { type: 'video' },
      { type: 'actions', elements: [{ type: 'plain_text_input', action_id: 'a' }] },
      { type: 'actions', elements: [null, 7] },
      { type: 'input', label: valid.text, element: { type: 'plain_text_input' } },
      {},
      null,
      'text',
    ];
    for (const block of broken) {
      const nodes = message(block as object, valid);
      expect(problems(nodes), JSON.stringify(block)).to.have.length.of.at.least(1);
      expect(page.textOf(nodes)).to.include('still here');
    }
  });

  it('presses a button with its value, after a confirmation if it has one', async () => {
    const used: unknown[] = [];
    const confirm = { text: { type: 'plain_text', text: 'Sure?' } };
    const text = { type: 'plain_text', text: 'Go' };
    const element = { type: 'button', action_id: 'go', value: 'C-1', text, confirm };
    const press = async (agreed: boolean) => {
      const context = {
        ask: async (question: unknown) => {
          used.push(question);
          return agreed;
        },
        use: (pressed: object, value: string, block: object) => used.push(pressed, value, block),
      };
      const block = { type: 'actions', elements: [element] };
      const nodes = show({ blocks: [block], surface: 'message' }, context);
      const [button] = page.findAll(nodes, ({ tag }) => tag === 'button');
      const currentTarget = {
        getAttribute: () => null,
        setAttribute: () => 0,
        removeAttribute: () => 0,
      };
      await button?.props.onclick({ currentTarget });
      return block;
    };
    await press(false);
    expect(used.splice(0)).to.deep.equal([confirm]);
    const block = await press(true);
    expect(used).to.deep.equal([confirm, element, 'C-1', block]);
  });
});

describe('Playground page for Slack: fields of a modal', () => {
  let page: Fields & TreeModule;
  before(async () => {
    page = { ...(await load<Fields>('fields.js')), ...(await load<TreeModule>('tree.js')) };
  });
  const plain = (text: string) => ({ type: 'plain_text', text });
  const block = (element: object, more = {}) => ({
    type: 'input',
    block_id: 'b',
    label: plain('What?'),
    element: { action_id: 'value', ...element },
    ...more,
  });
  const options = ['one', 'two'].map((value) => ({ text: plain(value.toUpperCase()), value }));
  /** Replaces the nodes of the page by fakes, and reads the field. */
  const readWith = (field: Field, entered: (tree: Tree) => object) => {
    for (const tree of page.findAll(field.tree, ({ props }) => props.ref)) {
      tree.props.ref({ ...tree.props, ...entered(tree) });
    }
    return field.read?.();
  };

  it('have their label, their hint and whether they are required', () => {
    const made = page.field(
      block({ type: 'plain_text_input' }, { hint: plain('So') }),
      null,
      AROUND,
    );
    const [input] = page.findAll(made.tree, ({ tag }) => tag === 'input');
    const [label] = page.findAll(made.tree, ({ tag }) => tag === 'label');
    expect(label?.props.for).to.equal(input?.props.id);
    expect(input?.props['aria-required']).to.equal('true');
    expect(input?.props['aria-describedby']).to.equal('f-b-hint f-b-wrong');
    expect(page.textOf(made.tree)).to.equal('What?So');
    const optional = page.field(block({ type: 'datepicker' }, { optional: true }), null, AROUND);
    expect(page.textOf(optional.tree)).to.equal('What? (optional)');
  });

  it('start with the earlier entry, else with the bot’s initial value', () => {
    const element = { type: 'plain_text_input', initial_value: 'a &amp; <b>' };
    const value = (state: object | null) => {
      const { tree } = page.field(block(element), state, AROUND);
      return page.findAll(tree, ({ tag }) => tag === 'input')[0]?.props.value;
    };
    expect(value(null)).to.equal('a &amp; <b>');
    expect(value({ value: 'mine' })).to.equal('mine');
  });

  it('give their entries in the format of the simulated Slack', () => {
    const select = page.field(block({ type: 'static_select', options }), null, AROUND);
    expect(readWith(select, () => ({ value: 'two' }))).to.equal('two');
    const ticks = page.field(block({ type: 'checkboxes', options }), null, AROUND);
    expect(readWith(ticks, () => ({ checked: true }))).to.deep.equal(['one', 'two']);
    const dots = page.field(block({ type: 'radio_buttons', options }), null, AROUND);
    expect(readWith(dots, ({ props }) => ({ checked: props.value === 'two' }))).to.equal('two');
    const when = page.field(block({ type: 'datetimepicker' }), null, AROUND);
    const noon = Date.UTC(2026, 6, 1, 11, 0) / 1000;
    expect(readWith(when, () => ({ value: '2026-07-01T12:00' }))).to.equal(noon);
    const person = page.field(block({ type: 'users_select' }), { selected_user: 'U2' }, AROUND);
    const chosen = page.findAll(person.tree, ({ props }) => props.selected === true);
    expect(chosen.map(({ props }) => props.value)).to.deep.equal(['U2']);
  });

  it('show an error in place of an unknown field', () => {
    for (const element of [{ type: 'file_input' }, { type: 'plain_text_input', colour: 'red' }]) {
      const made = page.field(block(element), null, AROUND);
      expect(page.textOf(made.tree)).to.include('cannot show');
      expect(made.read).to.equal(undefined);
    }
  });
});
