import type { DomainError } from '../../kernel/domain-error.js';
import type { Caller } from '../http/access/index.js';
import { barrier, type Place } from './place.js';

/** What somebody came in with. */
export interface Credentials {
  token: string;
  caller: Caller;
}

type Leave = (why: DomainError) => void;

/** What a connection is told. */
export interface Listener {
  /** The credentials are good for nothing any more; once, and last. */
  ended: (why: DomainError) => void;
  /** They are still good, perhaps for less, or more. */
  admitted?: (caller: Caller) => void;
}

/** One open connection, as long as its credentials are good: what it listens to, and how it is told to stop. */
export class Watch {
  private over = false;
  private readonly stays = new Map<string, { place: Place; leave: Leave }>();

  /** Made by `LiveAccess`. */
  constructor(
    private caller: Caller,
    private readonly listener: Listener,
    private readonly moveTo: (watch: Watch, credentials?: Credentials) => void,
  ) {}

  /**
   * Calls `leave`, once, when the caller may not be at `place` any more, which is perhaps now: rights may have changed
   * since they were asked for. A stay of the same name is replaced.
   */
  stay(name: string, place: Place, leave: Leave): void {
    this.stays.set(name, { place, leave });
    this.check(name);
  }

  release(name: string): void {
    this.stays.delete(name);
  }

  placeOf(name: string): Place | undefined {
    return this.stays.get(name)?.place;
  }

  /** Goes on with other credentials of the same caller. */
  renew(credentials: Credentials): void {
    if (this.over) return;
    this.moveTo(this, credentials);
    this.admit(credentials.caller);
  }

  admit(caller: Caller): void {
    this.caller = caller;
    this.listener.admitted?.(caller);
    for (const name of [...this.stays.keys()]) this.check(name);
  }

  /** The credentials are good for nothing any more. */
  end(why: DomainError): void {
    if (this.over) return;
    this.close();
    this.listener.ended(why);
  }

  /** The connection is over by itself. */
  close(): void {
    if (this.over) return;
    this.over = true;
    this.stays.clear();
    this.moveTo(this);
  }

  private check(name: string): void {
    const stay = this.stays.get(name);
    const why = stay && barrier(this.caller, stay.place);
    if (!why) return;
    this.stays.delete(name);
    stay.leave(why);
  }
}
