import { Clock } from '../../src/kernel/clock.js';

/** Stands still until it is set. */
export class FakeClock extends Clock {
  constructor(private at: string) {
    super();
  }

  now(): Date {
    return new Date(this.at);
  }

  set(at: string): void {
    this.at = at;
  }
}
