import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error.js';
import { AppConfig } from '../../platform/config/index.js';
import { ChatModelProvider } from './ports/chat-model-provider.port.js';
import type { ChatModel } from './ports/chat-model.port.js';

/** The list of providers the platform was started with, in the order in which their models are listed. */
export const CHAT_MODEL_PROVIDERS = Symbol('CHAT_MODEL_PROVIDERS');

/** Finds the chat model a bot is configured with. Stateless apart from the providers. */
@Injectable()
export class ChatModels {
  private readonly providers = new Map<string, ChatModelProvider>();

  constructor(
    @Inject(CHAT_MODEL_PROVIDERS) providers: ChatModelProvider[],
    private readonly config: AppConfig,
  ) {
    for (const provider of providers) this.register(provider);
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
    const colon = id.indexOf(':');
    const scheme = colon < 0 ? id : id.slice(0, colon);
    const model = this.providers.get(scheme)?.open(colon < 0 ? '' : id.slice(colon + 1));
    if (!model) throw new DomainError('ai.model_unknown', 'invalid', { params: { model: id.slice(0, 100) } });
    return model;
  }

  /** Adds a provider, or replaces the one of the same scheme. For tests, benchmarks and extensions at start. */
  register(provider: ChatModelProvider): void {
    this.providers.set(provider.scheme, provider);
  }
}
