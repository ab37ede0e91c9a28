import { DOCUMENT_STAGES, type DocumentStage } from '../../domain/document.js';
import { overallProgress } from '../../domain/overall-progress.js';

/** At most four reports a second between changes of stage. */
const INTERVAL_MS = 250;

/**
 * How far a run is. `report` is called at every change of stage, and within a stage as often as there is news but
 * never more than four times a second. Never goes back.
 */
export class RunProgress {
  stage: DocumentStage;
  progress: number;
  private reportedAt = 0;

  constructor(
    stage: DocumentStage,
    private readonly report: (stage: DocumentStage, progress: number) => void,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.stage = stage;
    this.progress = overallProgress(stage, 0);
    this.tell();
  }

  /** `fraction` is the share of the stage that is done, 0..1. */
  advance(stage: DocumentStage, fraction: number): void {
    if (DOCUMENT_STAGES.indexOf(stage) < DOCUMENT_STAGES.indexOf(this.stage)) return;
    const progress = Math.max(this.progress, overallProgress(stage, fraction));
    const changed = stage !== this.stage;
    const news = progress !== this.progress && this.now() - this.reportedAt >= INTERVAL_MS;
    this.stage = stage;
    this.progress = progress;
    if (changed || news) this.tell();
  }

  private tell(): void {
    this.reportedAt = this.now();
    this.report(this.stage, this.progress);
  }
}
