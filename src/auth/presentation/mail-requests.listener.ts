import { Injectable } from '@nestjs/common';

import { OnDomainEvent } from '../../platform/events/index.js';
import { EmailVerification } from '../application/email-verification.service.js';
import { PasswordReset } from '../application/password-reset.service.js';
import type { PasswordResetRequested } from '../domain/password-reset-requested.event.js';
import type { VerificationRequested } from '../domain/verification-requested.event.js';

/** Looks up in the background whether anybody is to get a mail, so that no answer tells by its time. */
@Injectable()
export class MailRequestsListener {
  constructor(
    private readonly resets: PasswordReset,
    private readonly verification: EmailVerification,
  ) {}

  @OnDomainEvent('auth.password_reset_requested')
  async sendReset({ email }: PasswordResetRequested): Promise<void> {
    await this.resets.sendLink(email);
  }

  @OnDomainEvent('auth.verification_requested')
  async sendVerification({ email }: VerificationRequested): Promise<void> {
    await this.verification.remindAddress(email);
  }
}
