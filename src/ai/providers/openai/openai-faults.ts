import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import { DomainError } from '../../../kernel/domain-error.js';
import { faultOfStatus, notTheProtocol, retryAfterOf, unreachable } from '../shared/faults.js';

/** What an error of the SDK means, without anything of its text. */
export function openAiFault(error: unknown): DomainError {
  if (error instanceof APIConnectionTimeoutError) return new DomainError('ai.provider_timeout', 'timeout');
  if (error instanceof APIConnectionError) {
    // What our own fetch throws arrives as the cause.
    return error.cause instanceof DomainError ? error.cause : unreachable();
  }
  if (error instanceof DomainError) return error;
  if (isApiError(error)) {
    if (error.code === 'context_length_exceeded') return new DomainError('ai.prompt_too_long', 'invalid');
    const status = error.status ?? statusInside(error.error);
    return faultOfStatus(quotaUsedUp(error) ? 402 : status, retryAfterOf(error.headers?.get('retry-after')));
  }
  return error instanceof SyntaxError ? notTheProtocol() : unreachable();
}

function isApiError(error: unknown): error is APIError {
  return error instanceof APIError;
}

/** An error that arrives inside a stream has its status, if any, in its `code`; without one the server broke off. */
function statusInside(body: unknown): number {
  const { code, status } = (body ?? {}) as { code?: unknown; status?: unknown };
  const given = [code, status].map(Number).find((value) => value >= 400 && value < 600);
  if (given) return given;
  return code === 'rate_limit_exceeded' ? 429 : 502;
}

/** OpenAI answers 429 to an account without money, too; no retry helps it. */
function quotaUsedUp({ code }: APIError): boolean {
  return code === 'insufficient_quota' || code === 'billing_hard_limit_reached';
}

/** The question or the passages were refused by the filters of the service (Azure answers so). */
export function promptBlocked(error: unknown): boolean {
  return isApiError(error) && error.code === 'content_filter';
}
