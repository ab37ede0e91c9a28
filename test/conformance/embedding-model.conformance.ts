import type { EmbeddingModel } from '../../src/ai/index.js';

export interface EmbeddingModelHarness {
  model: EmbeddingModel;
  /** The same kind of model, whose provider never answers. */
  silent?: EmbeddingModel;
}

const TEXTS = ['opening hours of the shop', 'Die Öffnungszeiten', '営業時間', '', '🙂', 'word '.repeat(5000)];

/** The contract of the embedding model port, run for every adapter and for the fake. */
export function describeEmbeddingModel(name: string, factory: () => EmbeddingModelHarness): void {
  describe(`embedding model contract: ${name}`, () => {
    let harness: EmbeddingModelHarness;
    beforeEach(() => {
      harness = factory();
    });

    it.each(['document', 'query'] as const)(
      'should embed each %s as a finite vector of unit length',
      async (kind) => {
        const vectors = await harness.model.embed(TEXTS, kind);
        expect(vectors).toHaveLength(TEXTS.length);
        for (const vector of vectors) {
          expect(vector).toBeInstanceOf(Float32Array);
          expect(vector).toHaveLength(harness.model.dimensions);
          expect(Math.abs(Math.hypot(...vector) - 1)).toBeLessThan(1e-3);
        }
      },
    );

    it('should keep the order of the texts', async () => {
      const [first, second] = await harness.model.embed(['alpha beta', 'gamma delta'], 'document');
      const [swapped] = await harness.model.embed(['gamma delta', 'alpha beta'], 'document');
      expect(cosine(second, swapped)).toBeGreaterThan(0.999);
      expect(cosine(first, swapped)).toBeLessThan(0.999);
    });

    it('should place a text nearer to itself than to another', async () => {
      const [query] = await harness.model.embed(['opening hours'], 'query');
      const [near, far] = await harness.model.embed(['opening hours', 'banana bread recipe'], 'document');
      expect(cosine(query, near)).toBeGreaterThan(cosine(query, far));
    });

    it('should answer no texts with no vectors', async () => {
      expect(await harness.model.embed([], 'document')).toEqual([]);
    });

    it('should reject with the reason when aborted beforehand', async () => {
      const reason = new Error('too late');
      await expect(harness.model.embed(['text'], 'query', AbortSignal.abort(reason))).rejects.toBe(reason);
    });

    it('should name its space in its id', () => {
      expect(harness.model.id).toMatch(new RegExp(`^[^:]+:.+:${harness.model.dimensions}$`));
    });

    if (factory().silent) {
      it('should stop waiting for a silent provider when aborted', async () => {
        const controller = new AbortController();
        const pending = harness.silent!.embed(['text'], 'query', controller.signal);
        setImmediate(() => controller.abort());
        await expect(pending).rejects.toMatchObject({ name: 'AbortError' });
      });
    }
  });
}

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, component, i) => sum + component * b[i], 0);
}
