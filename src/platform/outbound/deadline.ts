import { DomainError } from '../../kernel/domain-error.js';

/** One time limit over all hops and the body of a request, joined with the caller's signal. */
export class Deadline {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;

  constructor(
    totalMs: number,
    private readonly caller: AbortSignal,
  ) {
    caller.throwIfAborted();
    this.timer = setTimeout(() => this.controller.abort(), totalMs);
    caller.addEventListener('abort', this.onAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  end(): void {
    clearTimeout(this.timer);
    this.caller.removeEventListener('abort', this.onAbort);
  }

  /** The error that the caller gets: its own reason, one of ours, or the one word for everything that went wrong outside. */
  translate(error: unknown): unknown {
    if (this.caller.aborted) return this.caller.reason;
    const known = error instanceof DomainError ? error : (error as { cause?: unknown })?.cause;
    return known instanceof DomainError
      ? known
      : new DomainError('url.unreachable', 'unavailable', { cause: error });
  }

  private readonly onAbort = (): void => this.controller.abort();
}
