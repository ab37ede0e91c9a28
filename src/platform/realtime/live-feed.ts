/**
 * Tells connected clients what is going on, best effort: nothing is stored, a client that is away misses it and
 * reads the state over REST when it comes back.
 */
export abstract class LiveFeed {
  /** Sends to every socket in `room` of `namespace` (such as `/documents`), on any instance. Never throws. */
  abstract emit(namespace: string, room: string, event: string, payload: object): void;
}
