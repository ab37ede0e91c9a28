import type { Caller } from './caller.js';

/** Port: turns credentials into a caller. Fulfilled by `auth`, used by the HTTP guard and by socket handshakes. */
export abstract class CallerVerifier {
  /**
   * `token` is what came after `Bearer`. Throws `auth.unauthenticated` for anything that is not a live credential.
   * Cheap when called again soon: who it is, and what they may do, is remembered for at most 2 seconds.
   */
  abstract verify(token: string): Promise<Caller>;
}
