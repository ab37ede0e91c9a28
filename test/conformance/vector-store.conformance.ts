import { newId } from '../../src/kernel/id.js';
import type { VectorStore } from '../../src/retrieval/application/ports/vector-store.port.js';
import { GenerationGone, type VectorGeneration } from '../../src/retrieval/domain/vector-generation.js';

export interface VectorStoreHarness {
  store: VectorStore;
  query<T>(sql: string, params?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

const DIMENSIONS = 32;
const never = new AbortController().signal;

/** The contract of the vector store port, run for every adapter. */
export function describeVectorStore(name: string, open: () => Promise<VectorStoreHarness>): void {
  describe(`vector store contract: ${name}`, () => {
    let harness: VectorStoreHarness;
    beforeAll(async () => (harness = await open()));
    afterAll(() => harness.close());

    async function newGeneration(): Promise<VectorGeneration> {
      const generation: VectorGeneration = {
        id: newId(),
        workspaceId: newId(),
        botId: newId(),
        model: `test:words:${DIMENSIONS}`,
        dimensions: DIMENSIONS,
        store: harness.store.name,
        state: 'active',
        error: null,
        createdAt: new Date(),
        activatedAt: null,
      };
      await insertGeneration(harness.query, generation);
      return generation;
    }

    const entry = (vector: Float32Array, documentId = newId()) => ({ chunkId: newId(), documentId, vector });
    const ledger = async ({ id }: VectorGeneration) =>
      (
        await harness.query<{ id: string }>(
          'SELECT chunk_id AS id FROM chunk_vectors WHERE generation_id = $1',
          [id],
        )
      )
        .map((row) => row.id)
        .sort();
    const nearest = async (generation: VectorGeneration, vector: Float32Array, limit = 10) =>
      (await harness.store.nearest(generation, vector, limit, never)).map(({ chunkId }) => chunkId);

    it('should answer the nearest first, scored by cosine, as many as are wanted', async () => {
      const generation = await newGeneration();
      const entries = Array.from({ length: 300 }, () => entry(randomUnit()));
      await harness.store.upsert(generation, entries);
      const question = randomUnit();
      const expected = entries
        .map(({ chunkId, vector }) => ({ chunkId, score: dot(vector, question) }))
        .sort((a, b) => b.score - a.score);
      const found = await harness.store.nearest(generation, question, 10, never);
      expect(found).toHaveLength(10);
      expect(found[0].chunkId).toBe(expected[0].chunkId);
      const right = new Set(expected.slice(0, 10).map(({ chunkId }) => chunkId));
      expect(found.filter(({ chunkId }) => right.has(chunkId)).length).toBeGreaterThanOrEqual(9);
      expect(Math.abs(found[0].score - expected[0].score)).toBeLessThan(0.02);
      expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).sort((a, b) => b - a));
    });

    it('should have nothing to answer in a generation that is empty', async () => {
      expect(await nearest(await newGeneration(), randomUnit())).toEqual([]);
    });

    it('should never answer with the vectors of another generation', async () => {
      const [own, foreign] = [await newGeneration(), await newGeneration()];
      const vector = randomUnit();
      await harness.store.upsert(foreign, [entry(vector)]);
      const mine = entry(randomUnit());
      await harness.store.upsert(own, [mine]);
      expect(await nearest(own, vector)).toEqual([mine.chunkId]);
    });

    it('should overwrite a vector that is written again, and note it once', async () => {
      const generation = await newGeneration();
      const [before, after] = [randomUnit(), randomUnit()];
      const one = entry(before);
      await harness.store.upsert(generation, [one]);
      await harness.store.upsert(generation, [{ ...one, vector: after }]);
      const [found] = await harness.store.nearest(generation, after, 5, never);
      expect(found.chunkId).toBe(one.chunkId);
      expect(found.score).toBeGreaterThan(0.98);
      expect(await ledger(generation)).toEqual([one.chunkId]);
    });

    it('should not answer any more with what left the ledger, once it is tidied', async () => {
      const generation = await newGeneration();
      const vector = randomUnit();
      const [gone, stays] = [entry(vector), entry(randomUnit())];
      await harness.store.upsert(generation, [gone, stays]);
      await harness.query('DELETE FROM chunk_vectors WHERE document_id = $1', [gone.documentId]);
      await harness.store.tidy(generation, [gone.documentId, newId()]);
      expect(await nearest(generation, vector)).toEqual([stays.chunkId]);
    });

    it('should answer the same after it settled', async () => {
      const generation = await newGeneration();
      const entries = Array.from({ length: 1_200 }, () => entry(randomUnit()));
      await harness.store.upsert(generation, entries);
      const { chunkId, vector } = entries[700];
      await harness.store.settle(generation);
      await harness.store.settle(generation);
      expect((await nearest(generation, vector))[0]).toBe(chunkId);
      const late = entry(randomUnit());
      await harness.store.upsert(generation, [late]);
      expect((await nearest(generation, late.vector))[0]).toBe(late.chunkId);
    });

    it('should find nothing to repair where nothing drifted', async () => {
      const generation = await newGeneration();
      await harness.store.upsert(generation, [entry(randomUnit()), entry(randomUnit())]);
      expect(await harness.store.reconcile(generation)).toEqual({ lost: 0, stray: 0 });
      expect(await ledger(generation)).toHaveLength(2);
    });

    it('should keep nothing that comes for a generation that is gone', async () => {
      const generation = await newGeneration();
      const vector = randomUnit();
      await harness.store.upsert(generation, [entry(vector)]);
      await harness.store.drop(generation);
      await harness.query('DELETE FROM vector_generations WHERE id = $1', [generation.id]);
      await expect(harness.store.upsert(generation, [entry(vector)])).rejects.toThrow(GenerationGone);
      expect(await ledger(generation)).toEqual([]);
      expect(await nearest(generation, vector)).toEqual([]);
    });

    it('should forget a generation that is dropped, as often as it is told to', async () => {
      const [dropped, kept] = [await newGeneration(), await newGeneration()];
      const vector = randomUnit();
      await harness.store.upsert(dropped, [entry(vector)]);
      await harness.store.upsert(kept, [entry(vector)]);
      await harness.store.drop(dropped);
      await harness.store.drop(dropped);
      expect(await ledger(dropped)).toEqual([]);
      expect(await nearest(dropped, vector)).toEqual([]);
      expect(await nearest(kept, vector)).toHaveLength(1);
    });
  });
}

/** Vectors need a generation that is there. */
export async function insertGeneration(
  query: VectorStoreHarness['query'],
  { id, workspaceId, botId, model, dimensions, store, state }: VectorGeneration,
): Promise<void> {
  await query(
    `INSERT INTO vector_generations (id, workspace_id, bot_id, model, dimensions, store, state)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [id, workspaceId, botId, model, dimensions, store, state],
  );
}

export function randomUnit(): Float32Array {
  const vector = Float32Array.from({ length: DIMENSIONS }, () => Math.random() - 0.5);
  const norm = Math.hypot(...vector);
  return vector.map((component) => component / norm);
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, component, i) => sum + component * b[i], 0);
}
