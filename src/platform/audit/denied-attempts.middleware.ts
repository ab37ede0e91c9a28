import { type BeforeApplicationShutdown, Injectable, Logger, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';

import { isId } from '../../kernel/id.js';
import { requestContext, type RequestContext } from '../http/context/index.js';
import { AuditTrail } from './audit-trail.js';
import { WriteBudget } from './write-budget.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const REFUSED = new Set([401, 403]);

type RoutedRequest = Request & {
  caller?: { grants: readonly { workspaceId: string }[]; key?: object };
};

/**
 * Writes down that somebody known tried to change what they may not: 401 and 403 on routes that change something. A
 * budget bounds how much of it, so that nobody fills the disk by trying.
 */
@Injectable()
export class DeniedAttempts implements NestMiddleware, BeforeApplicationShutdown {
  private readonly logger = new Logger('Audit');
  private readonly budget = new WriteBudget({ perPrincipal: 10, inAll: 600, windowMs: 60_000 });
  private readonly writing = new Set<Promise<void>>();

  constructor(private readonly audit: AuditTrail) {}

  use(request: RoutedRequest, response: Response, next: NextFunction): void {
    const context = requestContext.getStore();
    if (context && !SAFE.has(request.method)) {
      response.once('finish', () => this.judge(request, response.statusCode, context));
    }
    next();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.writing);
  }

  private judge(request: RoutedRequest, status: number, context: RequestContext): void {
    const { actor } = context;
    if (!REFUSED.has(status) || !actor || actor.kind === 'anonymous') return;
    if (!this.budget.take(actor.keyId ?? actor.userId ?? actor.kind, Date.now())) return;
    const write = requestContext
      .run(context, () => this.write(request, status, context))
      .catch((error: Error) => this.logger.warn(`a denied attempt was not written down: ${error.message}`))
      .finally(() => this.writing.delete(write));
    this.writing.add(write);
  }

  private async write(request: RoutedRequest, status: number, context: RequestContext): Promise<void> {
    const route = (request.route as { path?: string } | undefined)?.path ?? '';
    const ids =
      context.deniedIn === undefined ? [] : Object.entries(request.params as Record<string, unknown>);
    await this.audit.record({
      action: 'access.denied',
      result: 'failure',
      workspaceId: context.deniedIn ?? keyWorkspace(request),
      target: { type: 'route', id: `${request.method} ${route}` },
      // One id that was refused for the role was found in the workspace; others are only what somebody sent.
      detail: { status, ...(ids.length === 1 && isId(ids[0][1]) ? { [ids[0][0]]: ids[0][1] } : {}) },
    });
  }
}

/** A key lives in one workspace, whose log its attempts belong in. */
function keyWorkspace({ caller }: RoutedRequest): string | undefined {
  return caller?.key ? caller.grants[0]?.workspaceId : undefined;
}
