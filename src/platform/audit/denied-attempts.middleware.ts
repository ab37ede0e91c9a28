import { type BeforeApplicationShutdown, Injectable, Logger, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';

import { isId } from '../../kernel/id.js';
import { requestContext, type RequestContext } from '../http/context/index.js';
import { AuditTrail } from './audit-trail.js';
import { WriteBudget } from './write-budget.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const REFUSED = new Set([401, 403]);

type RoutedRequest = Request & { caller?: AttemptingCaller };

interface AttemptingCaller {
  grants: readonly { workspaceId: string }[];
  key?: object;
}

/** What became of a request, or of an event that a socket sent. */
export interface Attempt {
  target: { type: 'route' | 'socket_event'; id: string };
  status: number;
  /** What it named, by the names that it has there; may hold anything. */
  ids: unknown;
  caller?: AttemptingCaller;
}

/**
 * Writes down that somebody known tried to change what they may not: 401 and 403 on routes, and events of sockets, that
 * change something. A budget bounds how much of it, so that nobody fills the disk by trying.
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
      response.once('finish', () => this.note(attemptOf(request, response.statusCode), context));
    }
    next();
  }

  /** Returns at once and never throws. An attempt that was not refused, or is nobody's, is none. */
  note(attempt: Attempt, context: RequestContext): void {
    const { actor } = context;
    if (!REFUSED.has(attempt.status) || !actor || actor.kind === 'anonymous') return;
    if (!this.budget.take(actor.keyId ?? actor.userId ?? actor.kind, Date.now())) return;
    const write = requestContext
      .run(context, () => this.write(attempt, context))
      .catch((error: Error) => this.logger.warn(`a denied attempt was not written down: ${error.message}`))
      .finally(() => this.writing.delete(write));
    this.writing.add(write);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.writing);
  }

  private async write({ target, status, ids, caller }: Attempt, context: RequestContext): Promise<void> {
    // One id that was refused for the role was found in the workspace; others are only what somebody sent.
    const sent = context.deniedIn === undefined ? [] : Object.entries((ids ?? {}) as Record<string, unknown>);
    const named = sent.filter(([name]) => /^id$|Id$/.test(name));
    await this.audit.record({
      action: 'access.denied',
      result: 'failure',
      workspaceId: context.deniedIn ?? keyWorkspace(caller),
      target,
      detail: { status, ...(named.length === 1 && isId(named[0][1]) ? { [named[0][0]]: named[0][1] } : {}) },
    });
  }
}

function attemptOf(request: RoutedRequest, status: number): Attempt {
  const route = (request.route as { path?: string } | undefined)?.path ?? '';
  const { method, params, caller } = request;
  return { target: { type: 'route', id: `${method} ${route}` }, status, ids: params, caller };
}

/** A key lives in one workspace, whose log its attempts belong in. */
function keyWorkspace(caller: AttemptingCaller | undefined): string | undefined {
  return caller?.key ? caller.grants[0]?.workspaceId : undefined;
}
