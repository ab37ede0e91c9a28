import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { AppConfig } from '../../platform/config/index.js';
import { hashMailedToken, looksLikeMailedToken, newMailedToken } from '../domain/mailed-token.js';
import { AccountTokenRepository, type TokenPurpose } from './ports/account-token.repository.js';

/** Links that prove that somebody reads an address. */
@Injectable()
export class MailedTokens {
  constructor(
    private readonly tokens: AccountTokenRepository,
    private readonly config: AppConfig,
  ) {}

  /** Returns the address to be mailed; the page of the same name reads the token from it. */
  async link(userId: string, purpose: TokenPurpose, minutes: number): Promise<string> {
    const token = newMailedToken();
    await this.tokens.put(userId, purpose, hashMailedToken(token), minutes);
    return this.linkTo(purpose, token);
  }

  /** The host comes from the configuration alone: what a request says of itself is not to be believed. */
  linkTo(page: string, token: string): string {
    return `${this.config.publicUrl}/${page}?token=${token}`;
  }

  /** Uses the token up and returns whose it was. Throws `auth.token_invalid` (invalid input), whatever the reason. */
  async redeem(purpose: TokenPurpose, token: string): Promise<string> {
    const userId = looksLikeMailedToken(token)
      ? await this.tokens.take(purpose, hashMailedToken(token))
      : undefined;
    if (!userId) throw new DomainError('auth.token_invalid', 'malformed');
    return userId;
  }
}
