import { Injectable } from '@nestjs/common';

import { CallerVerifier } from '../../platform/http/access/index.js';
import { DomainError } from '../../kernel/domain-error.js';
import { SessionsService } from './sessions.service.js';

/** Ends sessions at their owners' wish. */
@Injectable()
export class SignOutService {
  constructor(
    private readonly sessions: SessionsService,
    private readonly verifier: CallerVerifier,
  ) {}

  /** Ends whatever sessions the two tokens belong to. Tokens that are no good are not an error: nothing is left to end. */
  async signOut(refreshToken: unknown, accessToken: string): Promise<void> {
    await this.sessions.endByToken(refreshToken);
    const sessionId = accessToken === '' ? undefined : await this.sessionOf(accessToken);
    if (sessionId) await this.sessions.end(sessionId, 'logout');
  }

  private async sessionOf(accessToken: string): Promise<string | undefined> {
    try {
      return (await this.verifier.verify(accessToken)).sessionId;
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'unauthenticated') return undefined;
      throw error;
    }
  }
}
