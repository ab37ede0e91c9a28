import { Injectable } from '@nestjs/common';

/** Whether this process still takes work. */
@Injectable()
export class Lifecycle {
  private readonly controller = new AbortController();

  /** Aborts when the process begins to stop: readiness is false from then on, streams end themselves. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get draining(): boolean {
    return this.controller.signal.aborted;
  }

  beginDraining(): void {
    this.controller.abort();
  }
}
