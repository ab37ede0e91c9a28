const EMPTY = 0;
const MOST = 255;

/**
 * How often each of many 32-bit hashes was added: three bytes a slot, nothing allocated on look-up. It keeps sixteen
 * bits of a hash beside its slot, so that of 10,000 look-ups of absent hashes about one is mistaken.
 */
export class CountTable {
  private readonly tags: Uint16Array;
  private readonly counts: Uint8Array;
  private readonly shift: number;

  /** Sized for `distinct` hashes; must not be given more. */
  constructor(distinct: number) {
    let bits = 2;
    while (1 << bits < distinct * 1.5 + 1) bits++;
    this.shift = 32 - bits;
    this.tags = new Uint16Array(1 << bits);
    this.counts = new Uint8Array(1 << bits);
  }

  add(hash: number): void {
    const slot = this.slotOf(hash);
    this.tags[slot] = tagOf(hash);
    if (this.counts[slot] < MOST) this.counts[slot]++;
  }

  /** At most 255. */
  count(hash: number): number {
    return this.counts[this.slotOf(hash)];
  }

  get byteLength(): number {
    return this.tags.byteLength + this.counts.byteLength;
  }

  private slotOf(hash: number): number {
    const tag = tagOf(hash);
    const mask = this.tags.length - 1;
    let slot = Math.imul(hash, 0x9e3779b1) >>> this.shift;
    while (this.tags[slot] !== tag && this.tags[slot] !== EMPTY) slot = (slot + 1) & mask;
    return slot;
  }
}

function tagOf(hash: number): number {
  return hash & 0xffff || 1;
}
