import { Inject, Injectable, Logger, type OnApplicationBootstrap, Optional } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error.js';
import { AppConfig } from '../../platform/config/index.js';
import { ChatMeter } from './ports/chat-meter.port.js';
import { ChatModelProvider } from './ports/chat-model-provider.port.js';
import type { ChatModel } from './ports/chat-model.port.js';
import { CircuitBreaker } from './resilience/circuit-breaker.js';
import { WithFallback } from './resilience/fallback.js';
import { FIRST_OF_TWO, RESILIENCE, resilient, type ResiliencePolicy } from './resilience/resilience.js';

/** The list of providers the platform was started with, in the order in which their models are listed. */
export const CHAT_MODEL_PROVIDERS = Symbol('CHAT_MODEL_PROVIDERS');

/** Nobody listens. */
const NO_METER: ChatMeter = { record: () => {} };

/**
 * Finds the chat model a bot is configured with. The models of remote providers come wrapped: deadlines, retries, one
 * circuit breaker per provider, metering, and the operator's fallback.
 */
@Injectable()
export class ChatModels implements OnApplicationBootstrap {
  private readonly logger = new Logger('Ai');
  private readonly providers = new Map<string, ChatModelProvider>();
  private readonly breakers = new Map<string, CircuitBreaker>();

  constructor(
    @Inject(CHAT_MODEL_PROVIDERS) providers: ChatModelProvider[],
    private readonly config: AppConfig,
    @Optional() private readonly meter: ChatMeter = NO_METER,
  ) {
    for (const provider of providers) this.register(provider);
  }

  onApplicationBootstrap(): void {
    for (const [name, id] of Object.entries({
      CHAT_MODEL: this.defaultId,
      CHAT_FALLBACK_MODEL: this.config.chatFallbackModel,
    })) {
      if (id !== undefined && !this.open(id)) {
        this.logger.warn(`${name} names a model that no configured provider offers; is its key set?`);
      }
    }
  }

  /** Model of bots that name none; the operator's choice, else `offline`. */
  get defaultId(): string {
    return this.config.chatModel;
  }

  /** Ids to choose from. Not exhaustive: a provider may open others. */
  list(): string[] {
    return [...this.providers.values()].flatMap((provider) => provider.models());
  }

  /** Throws `ai.model_unknown` (invalid) with the id when no registered provider opens it. */
  resolve(id: string): ChatModel {
    const first = this.open(id);
    if (!first) throw new DomainError('ai.model_unknown', 'invalid', { params: { model: id.slice(0, 100) } });
    if (!first.provider.remote) return first.model;

    const fallbackId = this.config.chatFallbackModel;
    const second = fallbackId === undefined || fallbackId === id ? undefined : this.open(fallbackId);
    if (!second) return this.wrapped(first, RESILIENCE);
    return new WithFallback(
      this.wrapped(first, FIRST_OF_TWO),
      second.provider.remote ? this.wrapped(second, FIRST_OF_TWO) : second.model,
      ({ message }) => this.logger.warn(`${id} failed with ${message}; ${second.model.id} answers`),
    );
  }

  /** Adds a provider, or replaces the one of the same scheme. For tests, benchmarks and extensions at start. */
  register(provider: ChatModelProvider): void {
    this.providers.set(provider.scheme, provider);
    this.breakers.set(provider.scheme, new CircuitBreaker(RESILIENCE.breaker));
  }

  private open(id: string): Opened | undefined {
    const colon = id.indexOf(':');
    const provider = this.providers.get(colon < 0 ? id : id.slice(0, colon));
    const model = provider?.open(colon < 0 ? '' : id.slice(colon + 1));
    return provider && model && { provider, model };
  }

  private wrapped({ provider, model }: Opened, policy: ResiliencePolicy): ChatModel {
    return resilient(model, this.breakers.get(provider.scheme)!, this.meter, policy);
  }
}

interface Opened {
  provider: ChatModelProvider;
  model: ChatModel;
}
