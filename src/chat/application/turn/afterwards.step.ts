import { Injectable } from '@nestjs/common';

import type { TurnOutcome } from '../../../conversations/index.js';
import { SummaryKeeper } from '../summary/summary-keeper.service.js';
import { TraceKeeper } from '../trace/trace-keeper.service.js';
import type { TurnTrail } from '../trace/turn-trail.js';

@Injectable()
export class AfterwardsStep {
  constructor(
    private readonly traces: TraceKeeper,
    private readonly summaries: SummaryKeeper,
  ) {}

  /** What is left to do when readers have their answer. Nobody waits for it: it returns at once, and never throws. */
  run(trail: TurnTrail, outcome: TurnOutcome): void {
    this.traces.keep(trail);
    this.summaries.consider(trail, outcome);
  }
}
