/**
 * Numbers of the events of one answer. A number says how far a reader has come, also to a process that has never
 * seen that reader: the attempt, and within it 1 after `started`, 2 after `sources`, 2 + n after n UTF-16 units of
 * text, one more after the end. So numbers only rise, and what a reader missed can be cut out of the stored answer.
 */
export interface Place {
  /** Attempts before this one. */
  epoch: number;
  position: number;
}

/** Above every position: answers are capped far below. */
const EPOCH = 10_000_000;

export const BEFORE_START = 0;
export const AFTER_START = 1;
export const AFTER_SOURCES = 2;

export function seqOf({ epoch, position }: Place): number {
  return epoch * EPOCH + position;
}

export function placeOf(seq: number): Place {
  return { epoch: Math.floor(seq / EPOCH), position: seq % EPOCH };
}

/** The first attempt, begun or waiting, is epoch 0. */
export function epochOf(attempt: number): number {
  return Math.max(attempt - 1, 0);
}
