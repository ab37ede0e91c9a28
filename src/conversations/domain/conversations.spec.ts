import { decodeMessageCursor, encodeMessageCursor } from './message-cursor.js';
import { pairExchanges } from './past-exchange.js';
import { titleOf } from './title.js';

describe('titleOf', () => {
  it.each([
    ['Short?', 'Short?'],
    ['  two\n lines\t ', 'two lines'],
    ['word '.repeat(30), `${'word '.repeat(15).trim()}…`],
    ['x'.repeat(200), `${'x'.repeat(79)}…`],
    ['invoice\u202efdp.exe\u0007', 'invoicefdp.exe'],
    ['\u2066\u2069', '…'],
  ])('of %j', (question, title) => expect(titleOf(question)).toBe(title));

  it('never ends within a character', () => {
    expect(titleOf('👶'.repeat(100)).isWellFormed()).toBe(true);
  });
});

describe('message cursors', () => {
  const [one, two] = ['01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d90', '01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d91'];

  it('come back as they were made', () => {
    const cursor = { direction: 'before', seq: 42 } as const;
    expect(decodeMessageCursor(one, encodeMessageCursor(one, cursor))).toEqual(cursor);
  });

  it.each([
    ['of another conversation', encodeMessageCursor(two, { direction: 'after', seq: 1 })],
    ['that were cut', encodeMessageCursor(one, { direction: 'after', seq: 1 }).slice(0, -1)],
    ['that are none', 'x'],
    ['with a number written otherwise', Buffer.from(`messages:${one}:after:01`).toString('base64url')],
    ['with padding', `${encodeMessageCursor(one, { direction: 'after', seq: 1 })}=`],
  ])('%s are refused', (_, cursor) => {
    expect(() => decodeMessageCursor(one, cursor)).toThrow('cursor.invalid');
  });
});

describe('pairExchanges', () => {
  const question = (id: string) => ({
    id,
    seq: Number(id),
    role: 'user' as const,
    content: `q${id}`,
    parentId: null,
  });
  const answer = (id: string, parentId: string, content = `a${id}`) => ({
    id,
    seq: Number(id),
    role: 'assistant' as const,
    content,
    parentId,
  });

  it('pairs rows from newest to oldest into exchanges from oldest to newest', () => {
    expect(pairExchanges([answer('4', '3'), question('3'), answer('2', '1'), question('1')])).toEqual([
      { question: 'q1', answer: 'a2', questionId: '1', answerId: '2', seq: 1 },
      { question: 'q3', answer: 'a4', questionId: '3', answerId: '4', seq: 3 },
    ]);
  });

  it('leaves out questions without an answer, and answers without text or question', () => {
    expect(pairExchanges([question('5'), answer('4', '3', ''), question('3'), answer('2', '0')])).toEqual([]);
  });

  it('goes by the newest of several answers', () => {
    expect(pairExchanges([answer('3', '1'), answer('2', '1'), question('1')])).toEqual([
      { question: 'q1', answer: 'a3', questionId: '1', answerId: '3', seq: 1 },
    ]);
  });
});
