import { DomainEvent } from '../../kernel/domain-event.js';

/** Somebody asked for a mail to set a new password, for an account that may not exist. */
export class PasswordResetRequested extends DomainEvent {
  readonly type = 'auth.password_reset_requested';

  /** `email` in canonical form. */
  constructor(readonly email: string) {
    super();
  }
}
