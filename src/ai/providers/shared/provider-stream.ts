import type { ChatChunk } from '../../application/ports/chat-model.port.js';
import { DomainError } from '../../../kernel/domain-error.js';

const HIGH_SURROGATE_AT_END = /[\uD800-\uDBFF]$/;

export interface ProviderCall {
  /** Calls the provider and yields what it says. The signal cancels the call; it also aborts when the reader leaves. */
  read(signal: AbortSignal): AsyncIterable<ChatChunk>;
  /** What an error of the SDK means. Nothing of it may pass on but its kind. */
  faultOf(error: unknown): DomainError;
}

/**
 * What the port promises and SDKs do not: the reader's abort ends the stream at once and with the reader's reason,
 * whatever the SDK does; leaving cancels the call; no character is cut in two; SDK errors become domain errors, those
 * after the first text `ai.stream_interrupted`; a stream that ends without `finish` is an error.
 */
export async function* providerStream(
  call: ProviderCall,
  signal: AbortSignal,
): AsyncGenerator<ChatChunk, void, void> {
  signal.throwIfAborted();
  const control = new AbortController();
  const aborted = onceAborted(signal, control);
  const chunks = call.read(control.signal)[Symbol.asyncIterator]();
  let spoken = false;
  let held = '';
  try {
    for (;;) {
      const next = await Promise.race([chunks.next(), aborted.promise]);
      // A chunk and the abort may arrive in the same turn of the event loop.
      signal.throwIfAborted();
      if (next.done) throw new DomainError('ai.provider_unavailable', 'unavailable');
      const chunk = next.value;
      if (chunk.type === 'finish') {
        if (held !== '') yield { type: 'text', text: '\ufffd' };
        signal.throwIfAborted();
        yield chunk;
        return;
      }
      if (chunk.type !== 'text') yield chunk;
      else {
        const text = held + chunk.text;
        held = HIGH_SURROGATE_AT_END.exec(text)?.[0] ?? '';
        const whole = text.slice(0, text.length - held.length).toWellFormed();
        if (whole === '') continue;
        spoken = true;
        yield { type: 'text', text: whole };
      }
      signal.throwIfAborted();
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (spoken) throw new DomainError('ai.stream_interrupted', 'unavailable');
    throw error instanceof DomainError ? error : call.faultOf(error);
  } finally {
    aborted.forget();
    control.abort();
    // An SDK that is still waiting for bytes must not hold us up.
    void Promise.resolve(chunks.return?.()).catch(() => {});
  }
}

function onceAborted(signal: AbortSignal, control: AbortController) {
  let forget = () => {};
  const promise = new Promise<never>((_, reject) => {
    const onAbort = () => {
      control.abort(signal.reason);
      reject(signal.reason as Error);
    };
    forget = () => signal.removeEventListener('abort', onAbort);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  promise.catch(() => {});
  return { promise, forget };
}
