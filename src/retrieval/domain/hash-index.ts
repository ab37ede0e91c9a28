const EMPTY = -1;

/** A small fixed map from 32-bit hashes to the places where they were given; looks up without allocating. */
export class HashIndex {
  private readonly keys: Int32Array;
  private readonly places: Int16Array;
  private readonly mask: number;
  /** Number of different hashes. */
  readonly size: number;

  /** Equal hashes share the place of the first. `placeOf[i]` is the place of `hashes[i]`, from 0 without gaps. */
  readonly placeOf: number[] = [];

  constructor(hashes: readonly number[]) {
    let capacity = 64;
    while (capacity < hashes.length * 4) capacity *= 2;
    this.mask = capacity - 1;
    this.keys = new Int32Array(capacity);
    this.places = new Int16Array(capacity).fill(EMPTY);
    let size = 0;
    for (const hash of hashes) {
      const slot = this.slot(hash | 0);
      if (this.places[slot] === EMPTY) {
        this.keys[slot] = hash | 0;
        this.places[slot] = size++;
      }
      this.placeOf.push(this.places[slot]);
    }
    this.size = size;
  }

  /** The place of a hash (as a signed 32-bit integer), or -1. */
  find(hash: number): number {
    return this.places[this.slot(hash)];
  }

  private slot(hash: number): number {
    let slot = (hash ^ (hash >>> 15)) & this.mask;
    while (this.places[slot] !== EMPTY && this.keys[slot] !== hash) slot = (slot + 1) & this.mask;
    return slot;
  }
}
