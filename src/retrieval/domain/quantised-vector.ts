/** A vector in a quarter of its size, with the signs by which far ones are told from near ones at a glance. */
export interface QuantisedVector {
  /** One signed byte for each component. */
  codes: Int8Array;
  /** A component is its code times this, in the frame it was written in. */
  scale: number;
}

const MOST_CODE = 127;

/** What vectors are written relative to. */
export interface Frame {
  /** Where most of them point. */
  centre: Float32Array;
  /** How far the components at each place reach from there. */
  spread: Float32Array;
}

/**
 * Relative to a frame, small components are told apart as well as large ones: among 100,000 passages that brings back half
 * of what one byte a component loses.
 */
export function quantise(vector: Float32Array, { centre, spread }: Frame): QuantisedVector {
  const relative = new Float32Array(vector.length);
  let most = 0;
  for (let i = 0; i < vector.length; i++) {
    relative[i] = (vector[i] - centre[i]) / spread[i];
    most = Math.max(most, Math.abs(relative[i]));
  }
  const scale = most > 0 ? most / MOST_CODE : 1;
  const codes = new Int8Array(vector.length);
  // `from` with a function takes twenty times as long.
  for (let i = 0; i < vector.length; i++) codes[i] = Math.round(relative[i] / scale);
  return { codes, scale };
}

/** The vector again, as far as it was kept. */
export function restore({ codes, scale }: QuantisedVector, { centre, spread }: Frame): Float32Array {
  const vector = new Float32Array(codes.length);
  for (let i = 0; i < codes.length; i++) vector[i] = codes[i] * scale * spread[i] + centre[i];
  return vector;
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

/** How far the components reach at each place, root mean square, drawn towards that of all while vectors are few. */
export function spreadOf(vectors: readonly ArrayLike<number>[], centre: Float32Array): Float32Array {
  const sums = new Float64Array(centre.length);
  let all = 0;
  for (const vector of vectors) {
    for (let i = 0; i < centre.length; i++) {
      const square = (vector[i] - centre[i]) ** 2;
      sums[i] += square;
      all += square;
    }
  }
  const usual = all / Math.max(1, vectors.length * centre.length) || 1;
  // A floor: what hardly ever reaches anywhere may do so once.
  return Float32Array.from(sums, (sum) =>
    Math.sqrt(Math.max((sum + PRIOR * usual) / (vectors.length + PRIOR), usual / 100)),
  );
}

/** Rows whose exact products decide, of so many that are compared by their bits. */
export function candidatesFor(rows: number): number {
  if (rows <= 10_000) return 200;
  return rows <= 50_000 ? 400 : 500;
}

/** The dot product of a row of `codes`, from `offset`, with a vector. */
export function dotProduct(codes: Int8Array, offset: number, vector: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += codes[offset + i] * vector[i];
  return sum;
}
