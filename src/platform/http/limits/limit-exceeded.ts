import { DomainError } from '../../../kernel/domain-error.js';

export function limitExceeded(retryAfter: number): DomainError {
  return new DomainError('limit.exceeded', 'rate_limited', { params: { seconds: retryAfter }, retryAfter });
}
