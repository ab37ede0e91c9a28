import { DomainEvent } from '../../kernel/domain-event.js';

/** Somebody asked for another mail to confirm an address, which may belong to no account. */
export class VerificationRequested extends DomainEvent {
  readonly type = 'auth.verification_requested';

  /** `email` in canonical form. */
  constructor(readonly email: string) {
    super();
  }
}
