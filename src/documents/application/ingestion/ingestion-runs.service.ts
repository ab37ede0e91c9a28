import { Injectable, type OnModuleDestroy } from '@nestjs/common';

import { RunSuperseded, ServerStopping } from './ingestion-run.js';

interface LiveRun {
  abort: AbortController;
  ended: Promise<void>;
}

/** The runs of this process: lets a deletion stop the work at once, and a shutdown hand it back. */
@Injectable()
export class IngestionRuns implements OnModuleDestroy {
  private readonly live = new Map<string, Set<LiveRun>>();
  private stopping = false;

  /** Does `work` with a signal that aborts when the document's run is superseded or the server stops. */
  async track<T>(documentId: string, work: (abort: AbortController) => Promise<T>): Promise<T> {
    if (this.stopping) throw new ServerStopping();
    let end: () => void = () => undefined;
    const run: LiveRun = { abort: new AbortController(), ended: new Promise((resolve) => (end = resolve)) };
    const runs = this.live.get(documentId) ?? new Set();
    this.live.set(documentId, runs.add(run));
    try {
      return await work(run.abort);
    } finally {
      runs.delete(run);
      if (runs.size === 0) this.live.delete(documentId);
      end();
    }
  }

  /** Ends whatever this process does for the document. */
  supersede(documentId: string): void {
    for (const run of this.live.get(documentId) ?? []) run.abort.abort(new RunSuperseded());
  }

  /** In the first phase of a shutdown, while everything a run needs to hand its document back is still there. */
  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    const runs = [...this.live.values()].flatMap((set) => [...set]);
    for (const run of runs) run.abort.abort(new ServerStopping());
    await Promise.all(runs.map((run) => run.ended));
  }
}
