import { expect } from 'chai';
import fc from 'fast-check';

interface At {
  user: string;
  place: string;
  thread: string;
  tab: string;
}

interface Address {
  toHash(at: Partial<At>): string;
  fromHash(hash: string): At;
}

interface Reader {
  moved(): void;
  refresh(): Promise<void>;
}

interface ReaderModule {
  makeReader(parts: {
    read: () => Promise<string | undefined>;
    arrived: (answer: string) => unknown;
    failed: () => void;
  }): Reader;
}

interface State {
  people: {
    name: string;
    role?: string;
    slack: { unread: number };
    teams: { unread: number };
  }[];
}

interface PersonaWords {
  ROLES: readonly { role: string; words: string }[];
  roleOf(person: { name: string }, state?: State): string;
  peopleWithNews(state?: State): { name: string }[];
}

interface Who {
  initials(name: string): string;
}

async function load<T>(file: string): Promise<T> {
  const url = new URL(`../../../../playground/page/frame/${file}`, import.meta.url).href;
  return (await import(url)) as T;
}

describe('Playground page: its URL', () => {
  let address: Address;
  before(async () => {
    address = await load<Address>('address.js');
  });

  it('says who looks at what, with any characters in the ids', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom('19:6d@thread.tacv2', 'a/b#c d', 'Żółć 𝒜 %'),
    );
    const at = fc.record({ user: part, place: part, thread: part, tab: part });
    fc.assert(
      fc.property(at, (where) => {
        const hash = address.toHash(where);
        expect(address.fromHash(hash)).to.deep.equal(where);
        expect(hash.slice(1)).to.not.match(/[#\s]/);
      }),
    );
  });

  it('is short when there is little to say, and may be typed by hand', () => {
    expect(address.toHash({ user: 'U1', place: '', thread: '', tab: '' })).to.equal('#U1');
    expect(address.fromHash('')).to.deep.equal({ user: '', place: '', thread: '', tab: '' });
    expect(address.fromHash('#%E0%A4%A/x').place).to.equal('x');
  });
});

/** Answers that come when the test decides, in the order of the questions. */
function questions() {
  const open: ((answer: string | undefined) => void)[] = [];
  return {
    read: () =>
      new Promise<string | undefined>((resolve) => {
        open.push(resolve);
      }),
    open,
    async answer(index: number, words: string | undefined) {
      open[index]?.(words);
      await settled();
    },
  };
}

/** Waits until all callbacks of resolved promises ran. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

describe('Playground page: loading a screen', () => {
  let makeReader: ReaderModule['makeReader'];
  before(async () => {
    ({ makeReader } = await load<ReaderModule>('reader.js'));
  });

  function start() {
    const asked = questions();
    const shown: string[] = [];
    let failures = 0;
    const failed = (): void => {
      failures += 1;
    };
    const reader = makeReader({ read: asked.read, arrived: (a) => shown.push(a), failed });
    return { asked, shown, reader, failures: () => failures };
  }

  it('never shows a person the screen of another, even if it comes late', async () => {
    const { asked, shown, reader } = start();
    void reader.refresh();
    reader.moved();
    void reader.refresh();
    await asked.answer(1, 'Ben’s');
    await asked.answer(0, 'Ann’s');
    expect(shown).to.deep.equal(['Ben’s']);
  });

  it('asks at once for the next person, without waiting for the last answer', async () => {
    const { asked, shown, reader } = start();
    void reader.refresh();
    reader.moved();
    void reader.refresh();
    expect(asked.open).to.have.length(2);
    await asked.answer(0, 'Ann’s');
    expect(shown).to.deep.equal([]);
    await asked.answer(1, 'Ben’s');
    expect(shown).to.deep.equal(['Ben’s']);
  });

  it('asks once more for any number of changes meanwhile', async () => {
    const { asked, shown, reader } = start();
    void reader.refresh();
    for (let i = 0; i < 5; i += 1) void reader.refresh();
    await asked.answer(0, 'old');
    expect(asked.open).to.have.length(2);
    await asked.answer(1, 'new');
    expect(asked.open).to.have.length(2);
    expect(shown).to.deep.equal(['old', 'new']);
  });

  it('resolves only when a screen at least as new as the call is shown', async () => {
    const { asked, reader } = start();
    void reader.refresh();
    let isDone = false;
    const done = reader.refresh().then(() => {
      isDone = true;
    });
    await asked.answer(0, 'old');
    expect(isDone).to.equal(false);
    await asked.answer(1, 'new');
    await done;
    expect(isDone).to.equal(true);
  });

  it('makes calls from before a move wait for the screen after it', async () => {
    const { asked, shown, reader } = start();
    const first = reader.refresh();
    reader.moved();
    void reader.refresh();
    await asked.answer(0, 'Ann’s');
    await asked.answer(1, 'Ben’s');
    await first;
    expect(shown).to.deep.equal(['Ben’s']);
  });

  it('reports a missing answer, and asks again when called', async () => {
    const { asked, shown, reader, failures } = start();
    void reader.refresh();
    await asked.answer(0, undefined);
    expect(failures()).to.equal(1);
    void reader.refresh();
    await asked.answer(1, 'there');
    expect(shown).to.deep.equal(['there']);
  });
});

describe('Playground page: the people', () => {
  let words: PersonaWords;
  before(async () => {
    words = await load<PersonaWords>('persona-words.js');
  });

  const person = (name: string, slack: number, teams: number, role = 'member') => ({
    name,
    role,
    slack: { unread: slack },
    teams: { unread: teams },
  });

  it('counts the people with unread messages, not the messages', () => {
    const people = [person('Ann', 0, 0), person('Ben', 2, 5), person('Lena', 0, 1)];
    expect(words.peopleWithNews({ people }).map(({ name }) => name)).to.deep.equal(['Ben', 'Lena']);
    expect(words.peopleWithNews(undefined)).to.deep.equal([]);
  });

  it('puts everybody into a group, also people with an unknown role', () => {
    const people = [person('Ben', 0, 0, 'lead'), person('Zoe', 0, 0, 'astronaut')];
    const groups = words.ROLES.map(({ role }) => role);
    expect(words.roleOf({ name: 'Ben' }, { people })).to.equal('lead');
    for (const name of ['Zoe', 'Nobody']) {
      expect(groups).to.include(words.roleOf({ name }, { people }));
    }
    expect(groups).to.include(words.roleOf({ name: 'Ben' }));
  });

  it('shortens names to initials, also single words and letters beyond U+FFFF', async () => {
    const { initials } = await load<Who>('who.js');
    expect(initials('Ann Reporter')).to.equal('AR');
    expect(initials('Ana María de la Cruz')).to.equal('AC');
    expect(initials('redress')).to.equal('R');
    expect(initials('𝒜da 𝓛ove')).to.equal('𝒜𝓛');
    expect(initials('')).to.equal('');
  });
});
