import type { Caller } from './caller.js';

/** Port: turns credentials into a caller. Fulfilled by `auth`, used by the HTTP guard and by socket handshakes. */
export abstract class CallerVerifier {
  /**
   * `token` is what came after `Bearer`. Throws `auth.unauthenticated` for anything that is not a live credential.
   * Cheap when called again soon: memberships are cached for at most 5 seconds.
   */
  abstract verify(token: string): Promise<Caller>;
}
