import type { Turn } from '../../../conversations/index.js';
import type { TurnWriter } from '../ports/turn-journals.port.js';
import { TurnAbort } from './turn-abort.js';

/** A turn that this process is answering. */
export class RunningTurn {
  readonly control = new AbortController();
  /** Settles, never rejects, when this process is through with the turn. */
  done: Promise<void> = Promise.resolve();

  constructor(
    readonly turn: Turn,
    readonly writer: TurnWriter,
  ) {}

  abort(why: TurnAbort['why']): void {
    this.control.abort(new TurnAbort(why));
  }
}
