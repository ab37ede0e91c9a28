import { ownProblem } from './problem.js';

const NO_ANSWER_MS = 30_000;

/** `fetch` that gives up when no answer begins in time. Throws `network` or `timeout`; what its caller aborts stays an abort. */
export async function fetchInTime(input: Request | string, init?: RequestInit): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), NO_ANSWER_MS);
  const own = init?.signal ?? (input instanceof Request ? input.signal : undefined);
  try {
    return await fetch(input, { ...init, signal: own ? AbortSignal.any([own, late.signal]) : late.signal });
  } catch (error) {
    if (own?.aborted) throw error;
    throw ownProblem(late.signal.aborted ? 'timeout' : 'network');
  } finally {
    clearTimeout(timer);
  }
}
