import { Injectable, Logger } from '@nestjs/common';

import { type Counter, Metrics } from '../../platform/metrics/index.js';
import { FUSED_LIST_LENGTH, type RankedChunk } from '../domain/fusion.js';
import { VectorIndex } from './ports/vector-index.port.js';

/**
 * What became of the vector half of a search. `off`: the bot has no vectors, or none that are complete, or gives them no
 * weight; `late`: they did not come in time; `failed`: the embedding model or the store did not do its part.
 */
export const VECTOR_OUTCOMES = ['used', 'late', 'failed', 'off'] as const;
export type VectorOutcome = (typeof VECTOR_OUTCOMES)[number];

/** A late vector half is a missing one: the keyword half answers within a few milliseconds. */
const DEADLINE_MS = 1_500;

export interface MeaningResult {
  ranked: RankedChunk[];
  outcome: VectorOutcome;
}

/** The vector half of a search: never throws, never takes longer than its deadline, and counts what became of it. */
@Injectable()
export class MeaningSearch {
  private readonly logger = new Logger('Search');
  private readonly outcomes: Counter<VectorOutcome>;

  constructor(
    private readonly vectors: VectorIndex,
    metrics: Metrics,
  ) {
    this.outcomes = metrics.counter({
      name: 'kyrochat_search_vectors_total',
      help: 'Searches, by what became of their vector half.',
      label: 'outcome',
      values: VECTOR_OUTCOMES,
    });
  }

  /** `weight` is the bot's, 0..1: what counts for nothing is not paid for. */
  async search(botId: string, text: string, weight: number): Promise<MeaningResult> {
    const result = await this.attempt(botId, text, weight);
    this.outcomes.add(result.outcome);
    return result;
  }

  private async attempt(botId: string, text: string, weight: number): Promise<MeaningResult> {
    if (!this.vectors.enabled || weight === 0) return { ranked: [], outcome: 'off' };
    const signal = AbortSignal.timeout(DEADLINE_MS);
    try {
      const query = this.vectors.query(botId, text, FUSED_LIST_LENGTH, signal);
      const ranked = await Promise.race([query, rejection(signal)]);
      return ranked ? { ranked, outcome: 'used' } : { ranked: [], outcome: 'off' };
    } catch (error) {
      const outcome = signal.aborted ? 'late' : 'failed';
      this.logger.warn({ err: error, botId, vectors: outcome }, 'searching by keywords alone');
      return { ranked: [], outcome };
    }
  }
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
}
