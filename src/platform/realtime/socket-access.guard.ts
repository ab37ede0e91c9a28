import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';

import { DomainError } from '../../kernel/domain-error.js';
import {
  ACCESS,
  type AccessRule,
  admits,
  type Caller,
  CallerVerifier,
  nameCaller,
} from '../http/access/index.js';
import { isRefusal } from './live-access.js';
import type { AuthenticatedSocket } from './socket.js';

/**
 * Asks again at every event: a session that ended or a role that changed while the socket stayed open counts at
 * once. Events without a declared permission are refused.
 */
@Injectable()
export class SocketAccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly verifier: CallerVerifier,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.get<AccessRule | undefined>(ACCESS, context.getHandler());
    if (rule?.kind !== 'permission') throw new DomainError('access.undeclared', 'forbidden');
    const socket = context.switchToWs().getClient<AuthenticatedSocket>();
    const caller = await this.callerOf(socket);
    socket.data.caller = caller;
    nameCaller(caller, rule);
    if (!admits(rule, caller)) throw new DomainError('access.forbidden', 'forbidden');
    return true;
  }

  private async callerOf({ data }: AuthenticatedSocket): Promise<Caller> {
    try {
      return await this.verifier.verify(data.token);
    } catch (error) {
      // After the acknowledgement has left. A fault of the database throws nobody out.
      if (isRefusal(error)) setImmediate(() => data.watch.end(error));
      throw error;
    }
  }
}
