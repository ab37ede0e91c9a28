import type { ChatModel } from './chat-model.port.js';

/**
 * One family of chat models: the offline answerer, or the models of one vendor. A model id is `<scheme>` or
 * `<scheme>:<name>`; the provider that owns the scheme opens it. Providers without their configuration (no key) are
 * not registered at all.
 */
export abstract class ChatModelProvider {
  /** First part of the ids it opens; unique among providers. */
  abstract readonly scheme: string;
  /** True when its models are services elsewhere: they get deadlines, retries, a circuit breaker and a fallback. */
  readonly remote?: boolean;
  /** Ids worth offering in a list; a provider may open more than these (any model of a compatible server). */
  abstract models(): string[];
  /** The model for `name` (empty for the bare scheme), or undefined when there is no such model. No I/O. */
  abstract open(name: string): ChatModel | undefined;
}
