import { newId } from './id.js';
import { decodeCursor, encodeCursor, toPage } from './page.js';

describe('cursors', () => {
  const id = newId();

  it('lead back to the id they were made of', () =>
    expect(decodeCursor('bots', encodeCursor('bots', id))).toBe(id));

  it.each([
    ['of another list', encodeCursor('documents', id)],
    ['cut short', encodeCursor('bots', id).slice(0, -2)],
    ['with something behind', `${encodeCursor('bots', id)}AA`],
    ['that hold no id', encodeCursor('bots', "' OR 1=1")],
    ['that are no cursors', '%%%'],
    ['that are empty', ''],
  ])('are refused when they are %s', (_, cursor) =>
    expect(() => decodeCursor('bots', cursor)).toThrow(expect.objectContaining({ code: 'cursor.invalid' })),
  );
});

describe('toPage', () => {
  const rows = Array.from({ length: 3 }, () => ({ id: newId() }));

  it('ends a full page with a cursor to its last item', () => {
    const page = toPage('bots', rows, 2);
    expect(page.items).toEqual(rows.slice(0, 2));
    expect(decodeCursor('bots', page.nextCursor!)).toBe(rows[1].id);
  });

  it('ends the last page with null', () => expect(toPage('bots', rows, 3).nextCursor).toBeNull());
});
