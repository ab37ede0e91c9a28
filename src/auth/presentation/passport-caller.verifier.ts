import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { type Caller, CallerVerifier } from '../../platform/http/access/index.js';
import { posesAsApiKey } from '../../workspaces/index.js';
import { KeyCallers } from '../application/key-callers.service.js';
import { posesAsVisitor } from '../application/signed-visitor.tokens.js';
import { VisitorCallers } from '../application/visitor-callers.service.js';
import { ACCESS_TOKEN_STRATEGY, AccessTokenStrategy, type TokenCarrier } from './access-token.strategy.js';

type Authenticate = (carrier: TokenCarrier, response: object, next: (error: unknown) => void) => void;

/** Looks API keys and visitors up, and runs the access token strategy for whoever holds anything else. */
@Injectable()
export class PassportCallerVerifier extends CallerVerifier {
  constructor(
    private readonly strategy: AccessTokenStrategy,
    private readonly keys: KeyCallers,
    private readonly visitors: VisitorCallers,
  ) {
    super();
  }

  verify(token: string): Promise<Caller> {
    if (posesAsVisitor(token)) return this.visitors.of(token);
    return posesAsApiKey(token) ? this.keys.of(token) : this.verifyAccessToken(token);
  }

  private verifyAccessToken(token: string): Promise<Caller> {
    return new Promise((resolve, reject) => {
      const done = (error: unknown, caller: Caller | false | null): void => {
        if (caller) resolve(caller);
        else
          reject(error instanceof Error ? error : new DomainError('auth.unauthenticated', 'unauthenticated'));
      };
      const authenticate = this.strategy.passport.authenticate(
        ACCESS_TOKEN_STRATEGY,
        { session: false },
        done,
      ) as Authenticate;
      authenticate({ token }, {}, reject);
    });
  }
}
