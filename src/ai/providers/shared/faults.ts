import { DomainError } from '../../../kernel/domain-error.js';

/** Statuses of a provider that has too much to do; 529 is what some call "overloaded". */
const BUSY = new Set([429, 529]);
const AWAY = new Set([408, 409, 425]);

/**
 * The error for a provider's HTTP status. Of the response only the status and the delay pass on: bodies may quote the
 * question, or the key.
 */
export function faultOfStatus(status: number, retryAfter?: number): DomainError {
  const params = { status };
  if (BUSY.has(status)) return new DomainError('ai.provider_busy', 'unavailable', { params, retryAfter });
  if (status >= 500 || AWAY.has(status)) {
    return new DomainError('ai.provider_unavailable', 'unavailable', { params, retryAfter });
  }
  return new DomainError('ai.provider_config', 'internal', { params });
}

/** No answer at all: refused, unknown host, TLS, reset. */
export function unreachable(): DomainError {
  return new DomainError('ai.provider_unavailable', 'unavailable');
}

/** Something answers, but it does not speak the protocol: a wrong address, or a proxy's page. */
export function notTheProtocol(): DomainError {
  return new DomainError('ai.provider_config', 'internal');
}

/** Seconds of a `Retry-After` header, which is a number or a date; undefined when it is neither. */
export function retryAfterOf(header: string | null | undefined, now = Date.now()): number | undefined {
  if (!header) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}
