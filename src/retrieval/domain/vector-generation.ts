/** Where vectors lie: PostgreSQL with and without pgvector, or Pinecone. */
export const VECTOR_STORES = ['pgvector', 'exact', 'pinecone'] as const;
export type VectorStoreName = (typeof VECTOR_STORES)[number];

/** `building` becomes `active` when it lacks nothing; the one it replaces stays as `previous`, to go back to. */
export type GenerationState = 'building' | 'active' | 'previous';

/** Vectors came for a generation that has been dropped; nothing of them is kept. */
export class GenerationGone extends Error {
  constructor() {
    super('the index of vectors is gone');
    this.name = 'GenerationGone';
  }
}

/** All vectors of one bot by one model in one store. */
export interface VectorGeneration {
  id: string;
  workspaceId: string;
  botId: string;
  /** Id of the embedding model, `<provider>:<model>:<dimensions>`. */
  model: string;
  dimensions: number;
  store: VectorStoreName;
  state: GenerationState;
  /** Code of what stopped the last attempt to fill it. */
  error: string | null;
  createdAt: Date;
  activatedAt: Date | null;
}
