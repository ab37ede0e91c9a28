import { randomBytes } from 'node:crypto';

import { SignTable } from './sign-table.js';

const DIMENSIONS = 100;
const BYTES = 13;

function differing(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, byte, i) => {
    let bits = byte ^ b[i];
    for (; bits; bits &= bits - 1) sum++;
    return sum;
  }, 0);
}

/** The same by the book. */
class Model {
  readonly rows = new Map<string, Buffer>();

  nearest(bits: Buffer, limit: number): Set<string> {
    const distances = [...this.rows].map(([id, own]) => ({ id, distance: differing(own, bits) }));
    const sorted = distances.map(({ distance }) => distance).sort((a, b) => a - b);
    const most = sorted[Math.min(limit, sorted.length) - 1] ?? -1;
    return new Set(distances.filter(({ distance }) => distance <= most).map(({ id }) => id));
  }
}

const found = (table: SignTable, bits: Buffer, limit: number) =>
  new Set(table.nearest(bits, limit).map((id) => Buffer.from(id).toString('hex')));

function fill(count: number, table: SignTable, model: Model, ids = randomBytes(16 * count)): void {
  const bits = randomBytes(BYTES * count);
  table.put(ids, bits);
  for (let i = 0; i < count; i++) {
    model.rows.set(
      ids.subarray(16 * i, 16 * i + 16).toString('hex'),
      bits.subarray(BYTES * i, BYTES * i + BYTES),
    );
  }
}

describe('SignTable', () => {
  it('should find what differs least, through growing, overwriting and removing', () => {
    const [table, model] = [new SignTable(DIMENSIONS), new Model()];
    const agree = () => {
      expect(table.size).toBe(model.rows.size);
      const bits = randomBytes(BYTES);
      for (const limit of [1, 20]) expect(found(table, bits, limit)).toEqual(model.nearest(bits, limit));
    };
    fill(3, table, model);
    agree();
    fill(6_000, table, model);
    agree();
    const some = [...model.rows.keys()].filter((_, i) => i % 3 === 0);
    fill(some.length, table, model, Buffer.from(some.join(''), 'hex'));
    agree();
    for (const id of some) {
      table.remove(Buffer.from(id, 'hex'), table.round);
      model.rows.delete(id);
    }
    agree();
    fill(some.length, table, model, Buffer.from(some.join(''), 'hex'));
    agree();
  });

  it('should keep a row that was written after the round of which somebody says that it is gone', () => {
    const [table, model] = [new SignTable(DIMENSIONS), new Model()];
    const id = randomBytes(16);
    fill(1, table, model, id);
    const { round } = table;
    fill(1, table, model, id);
    table.remove(id, round);
    expect(table.size).toBe(1);
    table.remove(id, table.round);
    table.remove(id, table.round);
    expect(table.size).toBe(0);
    expect(table.nearest(randomBytes(BYTES), 5)).toEqual([]);
  });

  it('should take as much memory as it says', () => {
    const [table, model] = [new SignTable(768), new Model()];
    const count = 20_000;
    table.put(randomBytes(16 * count), Buffer.alloc(96 * count));
    expect(model.rows.size).toBe(0);
    const said = SignTable.bytesFor(count, 768);
    expect(table.bytes / said).toBeGreaterThan(0.6);
    expect(table.bytes / said).toBeLessThan(1.5);
  });
});
