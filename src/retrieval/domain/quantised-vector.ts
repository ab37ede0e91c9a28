/** A vector in a quarter of its size, with the signs by which far ones are told from near ones at a glance. */
export interface QuantisedVector {
  /** One signed byte for each component. */
  codes: Int8Array;
  /** A component is its code times this. */
  scale: number;
}

const MOST_CODE = 127;

export function quantise(vector: Float32Array): QuantisedVector {
  let most = 0;
  for (const component of vector) most = Math.max(most, Math.abs(component));
  const scale = most > 0 ? most / MOST_CODE : 1;
  return { codes: Int8Array.from(vector, (component) => Math.round(component / scale)), scale };
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

/** Rows whose exact products decide, of so many that are compared by their bits. */
export function candidatesFor(rows: number): number {
  if (rows <= 10_000) return 200;
  return rows <= 50_000 ? 400 : 800;
}

/** The dot product of a row of `codes`, from `offset`, with a vector. */
export function dotProduct(codes: Int8Array, offset: number, vector: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += codes[offset + i] * vector[i];
  return sum;
}
