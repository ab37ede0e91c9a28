import type { Lease } from '../../domain/lease.js';
import type { Turn } from '../../domain/turn.js';

export interface ClaimedTurn extends Turn {
  /** The process that had it before died or hung; false for turns that waited or were given back. */
  abandoned: boolean;
  stopRequested: boolean;
}

/**
 * Port: which process answers which open turn. A turn is free when it has no lease or an expired one; claiming
 * raises its attempt, which fences the process that had it. Only the oldest open turn of a conversation is ever
 * claimed, so its turns are answered one at a time and in order. Safe to call from several processes at once.
 */
export abstract class TurnLeases {
  /** Takes the oldest open turn of the conversation when it is free. */
  abstract claimNext(conversationId: string, lease: Lease): Promise<ClaimedTurn | undefined>;
  /** Takes up to `limit` free turns, oldest first. */
  abstract claimIdle(lease: Lease, limit: number): Promise<ClaimedTurn[]>;
  /** Prolongs the leases of these turns; returns those that are still this owner's. */
  abstract renew(turns: Turn[], lease: Lease): Promise<{ answerId: string; stopRequested: boolean }[]>;
  /** Gives the turns back, so that any process may claim them at once. */
  abstract release(turns: Turn[], owner: string): Promise<void>;
  /** Asks the holder of the lease, wherever it runs, to stop; it learns of it when it renews. */
  abstract requestStop(answerId: string): Promise<void>;
}
