import type { EmbeddingKind, EmbeddingModel } from '../../src/ai/index.js';

export interface EmbeddingScript {
  id?: string;
  dimensions?: number;
  /** The first so many calls throw `error` (or a plain Error). */
  failures?: number;
  error?: Error;
  /** Never answers until aborted. */
  hang?: boolean;
}

export class ScriptedEmbeddingModel implements EmbeddingModel {
  constructor(script?: EmbeddingScript);
  readonly id: string;
  readonly dimensions: number;
  readonly calls: { texts: string[]; kind: EmbeddingKind }[];
  embed(texts: string[], kind: EmbeddingKind, signal?: AbortSignal): Promise<Float32Array[]>;
}
