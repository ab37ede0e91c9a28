/** A vector in a quarter of its size, with the signs by which far ones are told from near ones at a glance. */
export interface QuantisedVector {
  /** One signed byte for each component. */
  codes: Int8Array;
  /** A component is its code times this, times the spread of the components at its place. */
  scale: number;
}

const MOST_CODE = 127;

/**
 * With `spread`, small components are told apart as well as large ones: of the hundredth part of recall that one byte a
 * component loses in 100,000 passages, that brings back half.
 */
export function quantise(vector: Float32Array, spread: Float32Array): QuantisedVector {
  let most = 0;
  for (let i = 0; i < vector.length; i++) most = Math.max(most, Math.abs(vector[i] / spread[i]));
  const scale = most > 0 ? most / MOST_CODE : 1;
  const codes = new Int8Array(vector.length);
  // `from` with a function takes twenty times as long.
  for (let i = 0; i < vector.length; i++) codes[i] = Math.round(vector[i] / (scale * spread[i]));
  return { codes, scale };
}

/**
 * One bit for each component: on which side of the mean it lies, as hexadecimal digits. Embeddings point into a narrow
 * cone; around their mean the signs tell them apart.
 */
export function signBits(vector: ArrayLike<number>, mean: Float32Array): string {
  return signBytes(vector, mean).toString('hex');
}

/** The same as bytes. */
export function signBytes(vector: ArrayLike<number>, mean: Float32Array): Buffer {
  const bytes = Buffer.alloc(Math.ceil(vector.length / 8));
  for (let i = 0; i < vector.length; i++) {
    if (vector[i] > mean[i]) bytes[i >> 3] |= 0x80 >> (i & 7);
  }
  return bytes;
}

export function meanOf(vectors: readonly ArrayLike<number>[], dimensions: number): Float32Array {
  const sums = new Float64Array(dimensions);
  for (const vector of vectors) for (let i = 0; i < dimensions; i++) sums[i] += vector[i];
  return Float32Array.from(sums, (sum) => sum / Math.max(1, vectors.length));
}

/** Vectors that count as much as what is known of none: all components reach equally far. */
const PRIOR = 16;

/** How far the components reach at each place: their root mean square, drawn towards that of all while vectors are few. */
export function spreadOf(vectors: readonly ArrayLike<number>[], dimensions: number): Float32Array {
  const sums = new Float64Array(dimensions);
  let all = 0;
  for (const vector of vectors) {
    for (let i = 0; i < dimensions; i++) {
      const square = vector[i] * vector[i];
      sums[i] += square;
      all += square;
    }
  }
  const usual = all / Math.max(1, vectors.length * dimensions) || 1;
  // A floor: what hardly ever reaches anywhere may do so once.
  return Float32Array.from(sums, (sum) =>
    Math.sqrt(Math.max((sum + PRIOR * usual) / (vectors.length + PRIOR), usual / 100)),
  );
}

/** Rows whose exact products decide, of so many that are compared by their bits. */
export function candidatesFor(rows: number): number {
  if (rows <= 10_000) return 200;
  return rows <= 50_000 ? 400 : 1_000;
}

/** The dot product of a row of `codes`, from `offset`, with a vector. */
export function dotProduct(codes: Int8Array, offset: number, vector: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += codes[offset + i] * vector[i];
  return sum;
}
