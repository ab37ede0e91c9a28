import { Pinecone } from '@pinecone-database/pinecone';

import { DomainError } from '../../kernel/domain-error.js';
import type { Database } from '../../platform/database/index.js';
import type { ChunkVector } from '../application/ports/vector-index.port.js';
import { type Repairs, VectorStore } from '../application/ports/vector-store.port.js';
import type { RankedChunk } from '../domain/fusion.js';
import { GenerationGone, type VectorGeneration } from '../domain/vector-generation.js';
import { LIVING_GENERATION } from './living-generation.sql.js';

export interface PineconeOptions {
  apiKey: string;
  /** Name of the index, looked up once where no host is given. */
  index?: string;
  host?: string;
}

/** With 3,072 dimensions still below the 2 MB that the service takes at once. */
const MOST_PER_UPSERT = 100;
const MOST_PER_DELETE = 1_000;
const PAGE = 100;
/** What is written shows up within seconds; after so long, what is missing is lost. */
const SETTLED = "interval '10 minutes'";

type Namespace = ReturnType<Pinecone['index']>;

/**
 * Vectors in Pinecone, one namespace for each generation of a bot. Ids are `<document>#<chunk>`, so that a document's are
 * listed by prefix. The ledger stays in PostgreSQL.
 */
export class PineconeVectorStore extends VectorStore {
  readonly name = 'pinecone';
  private readonly client: Pinecone;

  constructor(
    private readonly options: PineconeOptions,
    private readonly database: Pick<Database, 'query'>,
  ) {
    super();
    this.client = new Pinecone({ apiKey: options.apiKey });
  }

  async upsert(generation: VectorGeneration, vectors: ChunkVector[]): Promise<void> {
    const namespace = this.namespace(generation);
    for (let i = 0; i < vectors.length; i += MOST_PER_UPSERT) {
      const some = vectors.slice(i, i + MOST_PER_UPSERT);
      const records = some.map(({ chunkId, documentId, vector }) => ({
        id: `${documentId}#${chunkId}`,
        values: [...vector],
        metadata: { documentId, botId: generation.botId },
      }));
      await guarded(namespace.upsert({ records }));
      if (await this.note(generation, some)) continue;
      await this.drop(generation);
      throw new GenerationGone();
    }
  }

  async nearest(
    generation: VectorGeneration,
    vector: Float32Array,
    limit: number,
    signal: AbortSignal,
  ): Promise<RankedChunk[]> {
    signal.throwIfAborted();
    const { matches } = await guarded(
      this.namespace(generation).query({ vector: [...vector], topK: limit, includeValues: false }),
    );
    return (matches ?? []).map(({ id, score }) => ({ chunkId: chunkOf(id), score: score ?? 0 }));
  }

  async tidy(generation: VectorGeneration, documentIds: string[]): Promise<void> {
    for (const documentId of documentIds) await this.compare(generation, `${documentId}#`);
  }

  async settle(): Promise<void> {}

  async reconcile(generation: VectorGeneration): Promise<Repairs> {
    const { held, stray } = await this.compare(generation, '');
    const rows = await this.database.query(
      `DELETE FROM chunk_vectors WHERE generation_id = $1 AND created_at < now() - ${SETTLED}
         AND NOT chunk_id = ANY ($2::uuid[]) RETURNING 1`,
      [generation.id, held],
    );
    return { lost: rows.length, stray };
  }

  async drop(generation: VectorGeneration): Promise<void> {
    await guarded(this.namespace(generation).deleteAll()).catch((error: unknown) => {
      // A namespace begins to exist with its first vector.
      if (!(error instanceof DomainError && error.params.status === 404)) throw error;
    });
    await this.database.query('DELETE FROM chunk_vectors WHERE generation_id = $1', [generation.id]);
  }

  /** Walks through the ids that begin so, and deletes those that the ledger does not know. */
  private async compare(
    generation: VectorGeneration,
    prefix: string,
  ): Promise<{ held: string[]; stray: number }> {
    const namespace = this.namespace(generation);
    const held: string[] = [];
    let stray = 0;
    for (let paginationToken: string | undefined; ;) {
      const page = await guarded(
        namespace.listPaginated({ limit: PAGE, paginationToken, ...(prefix && { prefix }) }),
      );
      const ids = (page.vectors ?? []).flatMap(({ id }) => (id ? [id] : []));
      const known = await this.known(generation, ids);
      const unknown = ids.filter((id) => !known.has(chunkOf(id)));
      for (let i = 0; i < unknown.length; i += MOST_PER_DELETE) {
        await guarded(namespace.deleteMany({ ids: unknown.slice(i, i + MOST_PER_DELETE) }));
      }
      stray += unknown.length;
      held.push(...known);
      paginationToken = page.pagination?.next;
      if (!paginationToken) return { held, stray };
    }
  }

  private async known({ id }: VectorGeneration, ids: string[]): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    const rows = await this.database.query<{ id: string }>(
      'SELECT chunk_id AS id FROM chunk_vectors WHERE generation_id = $1 AND chunk_id = ANY ($2::uuid[])',
      [id, ids.map(chunkOf)],
    );
    return new Set(rows.map((row) => row.id));
  }

  /** False when the generation is gone. */
  private async note({ id, botId }: VectorGeneration, vectors: ChunkVector[]): Promise<boolean> {
    const rows = await this.database.query(
      `INSERT INTO chunk_vectors (generation_id, chunk_id, bot_id, document_id)
       SELECT $1, chunk_id, $2, document_id
       FROM unnest($3::uuid[], $4::uuid[]) AS given(chunk_id, document_id), ${LIVING_GENERATION}
       ON CONFLICT (generation_id, chunk_id) DO UPDATE SET created_at = now() RETURNING 1`,
      [id, botId, vectors.map(({ chunkId }) => chunkId), vectors.map(({ documentId }) => documentId)],
    );
    return rows.length > 0;
  }

  private namespace({ id }: VectorGeneration): Namespace {
    const { index, host } = this.options;
    return this.client.index({ ...(host ? { host } : { name: index! }), namespace: id });
  }
}

function chunkOf(id: string): string {
  return id.slice(id.indexOf('#') + 1);
}

/** What the service says stays here: it may quote the key. */
async function guarded<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const status = statusOf(error as Error);
    const params: Record<string, number> = status === undefined ? {} : { status };
    throw new DomainError('retrieval.store_failed', 'unavailable', { params });
  }
}

/** The library tells statuses by the names of its errors. */
const STATUSES: Record<string, number> = {
  PineconeBadRequestError: 400,
  PineconeAuthorizationError: 401,
  PineconeForbiddenError: 403,
  PineconeNotFoundError: 404,
  PineconeTooManyRequestsError: 429,
  PineconeInternalServerError: 500,
  PineconeUnavailableError: 503,
};

function statusOf({ name }: Error): number | undefined {
  return STATUSES[name];
}
