import { Injectable } from '@nestjs/common';

import { AppConfig } from '../../platform/config/index.js';
import { costMicros, priceOf } from '../domain/model-price.js';
import { estimateTokens } from '../domain/token-estimate.js';
import type { ChatRequest, TokenUsage } from './ports/chat-model.port.js';

/** What models cost, by the operator's table of prices. */
@Injectable()
export class ModelPrices {
  constructor(private readonly config: AppConfig) {}

  /** In micro-dollars; null when the price of the model is not known. */
  costOf(model: string, usage: TokenUsage): number | null {
    const price = priceOf(model, this.config.modelPrices);
    return price ? costMicros(price, usage) : null;
  }

  /** Whether answers of this model may be billed at all. */
  bills(model: string): boolean {
    const price = priceOf(model, this.config.modelPrices);
    return !price || price.input > 0 || price.output > 0;
  }
}

/** What a model may have billed for a request and what it had written of the answer, where it does not say. */
export function estimateUsage({ system, messages }: ChatRequest, written: string): TokenUsage {
  const prompt = messages.reduce((sum, { content }) => sum + estimateTokens(content), estimateTokens(system));
  return { promptTokens: prompt, completionTokens: estimateTokens(written) };
}
