import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';

import { DomainError } from '../../kernel/domain-error.js';
import {
  ACCESS,
  type AccessRule,
  admits,
  bearerToken,
  type Caller,
  CallerVerifier,
  nameCaller,
} from '../../platform/http/access/index.js';

/**
 * Closed by default: a route or socket event without a declared rule is refused. Over HTTP the credentials are
 * checked here and the caller is put on the request; sockets bring theirs from the handshake.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly verifier: CallerVerifier,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (!rule) throw new DomainError('access.undeclared', 'forbidden');
    if (rule.kind === 'public') return true;
    const caller = await this.callerOf(context);
    nameCaller(caller, rule);
    if (!admits(rule, caller)) throw new DomainError('access.forbidden', 'forbidden');
    return true;
  }

  private async callerOf(context: ExecutionContext): Promise<Caller> {
    if (context.getType() === 'ws') return entered(context.switchToWs().getClient());
    const request = context.switchToHttp().getRequest<Request & { caller?: Caller; token?: string }>();
    const token = bearerToken(request);
    const caller = await this.verifier.verify(token);
    // What goes on after the answer has begun is asked for again, by the token.
    Object.assign(request, { caller, token });
    return caller;
  }
}

/** The caller that the handshake found; the guard of the sockets asks for fresh rights before every event. */
function entered(socket: { data?: { caller?: Caller } }): Caller {
  if (!socket.data?.caller) throw new DomainError('auth.unauthenticated', 'unauthenticated');
  return socket.data.caller;
}
