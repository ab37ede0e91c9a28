/** Vectors that were paid for. Losing an entry costs one more embedding, nothing else. */
export abstract class EmbeddingCache {
  /** By hash, those that are known of the model's space. */
  abstract read(modelId: string, hashes: Buffer[]): Promise<Map<string, Float32Array>>;
  /** Keys are hashes in hex. */
  abstract write(modelId: string, vectors: Map<string, Float32Array>): Promise<void>;
  /** Forgets what nobody asked for in so many days, and of the rest what is beyond `most`, oldest first. */
  abstract trim(days: number, most: number): Promise<number>;
}
