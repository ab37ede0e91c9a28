import { bitCounter, WASM_PAGE } from './count-bits.js';

const ID_BYTES = 16;
/** Rows whose distances are worked out in one go. */
const BLOCK = 32_768;
/** Room for the question; the largest model has 4,096 dimensions. */
const DISTANCES_AT = 1_024;
const ROWS_AT = DISTANCES_AT + 2 * BLOCK;
const NOWHERE = -1;

/**
 * The sign bits of many passages side by side, and which are nearest to those of a question. Ids are the 16 bytes of a
 * UUID whose last bytes are random.
 */
export class SignTable {
  private readonly words: number;
  private readonly counter = bitCounter(Math.ceil(ROWS_AT / WASM_PAGE) + 1);
  private ids = new Uint8Array(1_024 * ID_BYTES);
  /** For each row, the last round of changes that wrote it. */
  private rounds = new Uint32Array(1_024);
  /** Open addressing: rows by their ids. */
  private places = new Int32Array(2_048).fill(NOWHERE);
  private rows = 0;
  /** Grows with every round of changes; see `remove`. */
  round = 0;

  constructor(private readonly dimensions: number) {
    this.words = Math.ceil(dimensions / 64);
  }

  /** Roughly, for so many rows. */
  static bytesFor(rows: number, dimensions: number): number {
    return ROWS_AT + rows * (Math.ceil(dimensions / 64) * 8 + ID_BYTES + 4 + 12);
  }

  get size(): number {
    return this.rows;
  }

  get bytes(): number {
    return (
      this.counter.memory.buffer.byteLength +
      this.ids.byteLength +
      this.rounds.byteLength +
      this.places.byteLength
    );
  }

  /** Adds or overwrites rows: ids one after the other, bits likewise, each row of bits in whole bytes. */
  put(ids: Buffer, bits: Buffer): void {
    this.round++;
    const bytes = Math.ceil(this.dimensions / 8);
    for (let i = 0; i < ids.length / ID_BYTES; i++) {
      const id = ids.subarray(i * ID_BYTES, (i + 1) * ID_BYTES);
      this.putRow(id, bits.subarray(i * bytes, (i + 1) * bytes));
    }
  }

  /** Forgets a row, unless it was written after that round. */
  remove(id: Uint8Array, round: number): void {
    const place = this.placeOf(id);
    const row = this.places[place];
    if (row === NOWHERE || this.rounds[row] > round) return;
    this.freePlace(place);
    const last = --this.rows;
    if (row === last) return;
    const moved = this.idAt(last);
    this.places[this.placeOf(moved)] = row;
    this.ids.set(moved, row * ID_BYTES);
    this.rounds[row] = this.rounds[last];
    this.memory().copyWithin(this.addressOf(row), this.addressOf(last), this.addressOf(last + 1));
  }

  /** The ids of the rows that differ least from `bits`, in no order; more than `limit` where several differ alike. */
  nearest(bits: Uint8Array, limit: number): Uint8Array[] {
    const distances = this.distances(bits);
    const counts = new Uint32Array(this.words * 64 + 1);
    for (const distance of distances) counts[distance]++;
    let most = 0;
    for (let sum = counts[0]; sum < limit && most < counts.length - 1;) sum += counts[++most];
    const found: Uint8Array[] = [];
    for (let row = 0; row < this.rows; row++) {
      if (distances[row] <= most) found.push(this.idAt(row).slice());
    }
    return found;
  }

  private distances(bits: Uint8Array): Uint16Array {
    const distances = new Uint16Array(this.rows);
    this.memory()
      .fill(0, 0, this.words * 8)
      .set(bits, 0);
    const block = new Uint16Array(this.counter.memory.buffer, DISTANCES_AT, BLOCK);
    for (let from = 0; from < this.rows; from += BLOCK) {
      const count = Math.min(BLOCK, this.rows - from);
      this.counter.scan(this.addressOf(from), count, this.words, DISTANCES_AT);
      distances.set(block.subarray(0, count), from);
    }
    return distances;
  }

  private putRow(id: Uint8Array, bits: Uint8Array): void {
    const place = this.placeOf(id);
    let row = this.places[place];
    if (row === NOWHERE) {
      row = this.rows++;
      this.grow();
      this.ids.set(id, row * ID_BYTES);
      this.places[this.placeOf(id)] = row;
    }
    this.rounds[row] = this.round;
    this.memory()
      .fill(0, this.addressOf(row), this.addressOf(row + 1))
      .set(bits, this.addressOf(row));
  }

  /** Makes room for the last row. */
  private grow(): void {
    const lacking = this.addressOf(this.rows) - this.counter.memory.buffer.byteLength;
    // In larger and larger steps: growing copies.
    if (lacking > 0) this.counter.memory.grow(Math.ceil((lacking + this.rows * this.words) / WASM_PAGE));
    if (this.rows > this.rounds.length) {
      const capacity = Math.ceil(this.rows * 1.25);
      const [ids, rounds] = [new Uint8Array(capacity * ID_BYTES), new Uint32Array(capacity)];
      ids.set(this.ids);
      rounds.set(this.rounds);
      [this.ids, this.rounds] = [ids, rounds];
    }
    if (this.rows * 2 <= this.places.length) return;
    this.places = new Int32Array(this.places.length * 2).fill(NOWHERE);
    for (let row = 0; row < this.rows - 1; row++) this.places[this.placeOf(this.idAt(row))] = row;
  }

  /** Where the row of the id is noted, or the free place where it would be. */
  private placeOf(id: Uint8Array): number {
    const mask = this.places.length - 1;
    let place = this.home(id);
    for (; this.places[place] !== NOWHERE; place = (place + 1) & mask) {
      if (this.holds(this.places[place], id)) return place;
    }
    return place;
  }

  /** Moves up what would not be found any more across the gap. */
  private freePlace(gap: number): void {
    const mask = this.places.length - 1;
    for (let place = (gap + 1) & mask; this.places[place] !== NOWHERE; place = (place + 1) & mask) {
      const home = this.home(this.idAt(this.places[place]));
      if (((place - home) & mask) < ((place - gap) & mask)) continue;
      this.places[gap] = this.places[place];
      gap = place;
    }
    this.places[gap] = NOWHERE;
  }

  private home(id: Uint8Array): number {
    return (id[12] | (id[13] << 8) | (id[14] << 16) | (id[15] << 24)) & (this.places.length - 1);
  }

  private holds(row: number, id: Uint8Array): boolean {
    const at = row * ID_BYTES;
    for (let i = ID_BYTES - 1; i >= 0; i--) if (this.ids[at + i] !== id[i]) return false;
    return true;
  }

  private idAt(row: number): Uint8Array {
    return this.ids.subarray(row * ID_BYTES, (row + 1) * ID_BYTES);
  }

  private addressOf(row: number): number {
    return ROWS_AT + row * this.words * 8;
  }

  /** Anew each time: growing replaces the buffer. */
  private memory(): Uint8Array {
    return new Uint8Array(this.counter.memory.buffer);
  }
}
