/** Whether a text is stored or searched for: some models embed the two differently. */
export type EmbeddingKind = 'document' | 'query';

/**
 * A model that turns texts into vectors of one space: vectors are comparable exactly when the model's `id` is the
 * same, so `id` changes whenever the space does (other model, other dimensions).
 *
 * `embed` returns one vector per text, in order, each with `dimensions` finite components and unit length (L2 norm 1
 * within 1e-3). No texts give no vectors and no call. The adapter splits into batches the provider accepts, cuts
 * texts beyond its input limit at the end, and checks count, dimensions and finiteness: a wrong batch is retried or
 * split, never returned.
 *
 * Abort: rejects with `signal.reason` within a second and cancels the call.
 *
 * Errors (`DomainError`): `ai.provider_busy`, `ai.provider_unavailable`, `ai.provider_timeout`, `ai.provider_config`
 * as for chat models, `ai.embedding_invalid` (internal) when the provider keeps returning unusable vectors.
 *
 * Retries: the adapter retries transient faults a few times with backoff and honours the provider's delay. Beyond
 * that, the ingestion job is retried by the queue, and a search goes on without vectors.
 */
export abstract class EmbeddingModel {
  /** `<provider>:<model>:<dimensions>`. */
  abstract readonly id: string;
  abstract readonly dimensions: number;
  abstract embed(texts: string[], kind: EmbeddingKind, signal?: AbortSignal): Promise<Float32Array[]>;
}
