import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';

import type { Caller } from '../access/index.js';
import { limitExceeded } from './limit-exceeded.js';
import { LIMITED, type Limited } from './limited.decorator.js';
import { principalSubjects } from './limited-request.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { RateLimiter } from './rate-limiter.js';

/** The same for socket events, after the guard that knows the caller. Throws `limit.exceeded` (rate_limited). */
@Injectable()
export class SocketLimitGuard implements CanActivate {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly http: RateLimitGuard,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (!this.limiter.enabled) return true;
    const limit = Reflect.getMetadata(LIMITED, context.getHandler()) as Limited | undefined;
    const ws = context.switchToWs();
    const { caller } = ws.getClient<{ data: { caller: Caller } }>().data;
    const botId = (ws.getData<{ botId?: unknown } | undefined>() ?? {}).botId;
    const bot = limit && (await this.http.botOf(limit, caller, botId));
    const take = await this.limiter.take(['socket-events', ...(limit ? [limit.name] : [])], {
      ...principalSubjects(caller),
      bot,
    });
    if (take.retryAfter !== undefined) throw limitExceeded(take.retryAfter);
    return true;
  }
}
