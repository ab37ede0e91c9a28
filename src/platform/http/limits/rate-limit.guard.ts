import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Response } from 'express';

import { type Caller, readableBy, reaches } from '../access/index.js';
import { BotTenancy } from './bot-tenancy.port.js';
import { KnownPlaces } from './known-places.js';
import { limitExceeded } from './limit-exceeded.js';
import { LIMITED, type Limited } from './limited.decorator.js';
import { addressSubject, type LimitedRequest, principalSubjects } from './limited-request.js';
import { writeRateLimitHeaders } from './rate-limit-headers.js';
import { RateLimiter, type Subjects } from './rate-limiter.js';
import { rateLimit } from './rate-limits.js';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * Comes after the guard of the credentials. Takes from the caller's general budget and from the limit that the route
 * declares, all in one go, and tells what is left. Throws `limit.exceeded` (rate_limited).
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly places: KnownPlaces,
    private readonly modules: ModuleRef,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (!this.limiter.enabled || context.getType() !== 'http') return true;
    const limit = Reflect.getMetadata(LIMITED, context.getHandler()) as Limited | undefined;
    const request = context.switchToHttp().getRequest<LimitedRequest>();
    const { caller } = request;
    if (!limit && !caller) return true;
    const account = limit?.accountOf?.(request.body);
    const subjects = await this.subjectsOf(request, limit, account);
    const take = await this.limiter.take(
      [...(caller ? (['requests'] as const) : []), ...(limit ? [limit.name] : [])],
      subjects,
    );
    writeRateLimitHeaders(context.switchToHttp().getResponse<Response>(), take.quotas);
    if (take.retryAfter !== undefined) throw limitExceeded(take.retryAfter);
    if (limit) request.limited = { take, limit, account };
    return true;
  }

  private async subjectsOf(
    request: LimitedRequest,
    limit: Limited | undefined,
    account: string | undefined,
  ): Promise<Subjects> {
    const { caller } = request;
    const own = caller ? principalSubjects(caller) : {};
    if (!limit) return own;
    const place =
      account === undefined ? addressSubject(request) : await this.places.subjectsOf(request, account);
    const bot = caller && (await this.botOf(limit, caller, request.params.botId));
    return { ...own, ...place, bot };
  }

  /**
   * A bot's budget is for callers who reach it: strangers can neither use it up nor learn from it that the bot exists.
   */
  async botOf(limit: Limited, caller: Caller, botId: unknown): Promise<string | undefined> {
    if (typeof botId !== 'string' || !UUID.test(botId)) return undefined;
    if (!rateLimit(limit.name).budgets.some(({ per }) => per === 'bot')) return undefined;
    const id = botId.toLowerCase();
    const workspace = await this.modules.get(BotTenancy, { strict: false }).workspaceOf(id);
    if (!workspace) return undefined;
    // Reading what was said is the least that anybody who may talk with a bot may do.
    const reach = readableBy(caller.scope('conversations:read'));
    return reaches(reach, { id, workspaceId: workspace }) ? `${workspace}:${id}` : undefined;
  }
}
