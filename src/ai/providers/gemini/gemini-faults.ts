import { GoogleGenerativeAIAbortError, GoogleGenerativeAIFetchError } from '@google/generative-ai';
import type { DomainError } from '../../../kernel/domain-error.js';
import { faultOfStatus, notTheProtocol, unreachable } from '../shared/faults.js';

/** What the SDK says of a stream that is no stream of answers, without what it read of it. */
const UNPARSED = /Failed to parse stream|Error parsing JSON response/;
/** What Gemini answers with status 400 when the key itself is no good. */
const BAD_KEY = 'API_KEY_INVALID';

interface Detail {
  '@type'?: string;
  retryDelay?: string;
  reason?: string;
}

/** An error that came with status 200, in the middle of a stream. */
export class GeminiStreamError extends Error {
  constructor(readonly body: { code?: number; details?: Detail[] }) {
    super('error inside a stream');
  }
}

/** What an error of the SDK means, without anything of its text. */
export function geminiFault(error: unknown): DomainError {
  if (error instanceof GeminiStreamError) {
    return faultOfStatus(error.body.code ?? 502, retryDelayOf(error.body.details));
  }
  if (error instanceof GoogleGenerativeAIAbortError) return unreachable();
  if (error instanceof GoogleGenerativeAIFetchError) {
    const details = error.errorDetails as Detail[] | undefined;
    const status = details?.some?.(({ reason }) => reason === BAD_KEY) ? 401 : (error.status ?? 502);
    return faultOfStatus(status, retryDelayOf(details));
  }
  return error instanceof Error && UNPARSED.test(error.message) ? notTheProtocol() : unreachable();
}

/** Seconds of `RetryInfo`, which Google writes as `17s` or `0.3s`; the SDK does not show the headers. */
function retryDelayOf(details: Detail[] | undefined): number | undefined {
  if (!Array.isArray(details)) return undefined;
  const delay = details.find(({ retryDelay }) => typeof retryDelay === 'string')?.retryDelay;
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(delay ?? '')?.[1];
  return seconds === undefined ? undefined : Math.ceil(Number(seconds));
}
