import { CircuitBreaker } from '../../ai/index.js';

/** Visitors wait for each of these; then nobody waits until the provider has had time to come back. */
const POLICY = { failures: 3, openMs: 15_000 };

/**
 * Remembers which embedding models and stores failed or were late again and again, so that the questions of visitors do not
 * wait for them one after the other.
 */
export class QuestionBreakers {
  private readonly breakers = new Map<string, CircuitBreaker>();

  constructor(private readonly now?: () => number) {}

  /**
   * Does the work unless `name` is down. An abort counts as a failure: here, signals are deadlines. Rejects with what the
   * work rejects with, the signal's reason, or `ai.provider_unavailable` at once while `name` is down.
   */
  async guard<T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const ticket = this.of(name).enter();
    // The work may take no notice of the signal.
    const late = () => ticket.tell('bad');
    signal.addEventListener('abort', late, { once: true });
    try {
      const result = await work();
      ticket.tell('good');
      return result;
    } catch (error) {
      ticket.tell('bad');
      throw error;
    } finally {
      signal.removeEventListener('abort', late);
    }
  }

  private of(name: string): CircuitBreaker {
    const breaker = this.breakers.get(name) ?? new CircuitBreaker(POLICY, this.now);
    this.breakers.set(name, breaker);
    return breaker;
  }
}
