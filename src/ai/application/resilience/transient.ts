import { DomainError } from '../../../kernel/domain-error.js';

/** The provider's breaker is open: nothing was sent, and nothing is worth a retry. */
export class CircuitOpenError extends DomainError {
  constructor(retryAfter: number) {
    super('ai.provider_unavailable', 'unavailable', { retryAfter });
  }
}

/** Faults that may be gone a moment later. Time-outs are not among them: the visitor has waited long enough. */
export function isTransient(error: unknown): error is DomainError {
  return (
    error instanceof DomainError &&
    !(error instanceof CircuitOpenError) &&
    (error.code === 'ai.provider_busy' || error.code === 'ai.provider_unavailable')
  );
}

/** Faults of the provider, rather than of the request or of ours. */
export function isProviderFault(error: unknown): error is DomainError {
  return error instanceof DomainError && error.code.startsWith('ai.provider_');
}
