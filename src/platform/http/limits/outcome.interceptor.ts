import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { catchError, from, map, mergeMap, type Observable, throwError } from 'rxjs';

import { KnownPlaces } from './known-places.js';
import type { LimitedRequest } from './limited-request.js';
import { RateLimiter } from './rate-limiter.js';
import { rateLimit } from './rate-limits.js';
import { isWrongGuess } from './wrong-guess.js';

/** Gives back what an attempt has paid too much unless it was a wrong guess, and remembers where it succeeded. */
@Injectable()
export class OutcomeInterceptor implements NestInterceptor {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly places: KnownPlaces,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<LimitedRequest>();
    const { limited } = request;
    if (!limited) return next.handle();
    const response = context.switchToHttp().getResponse<Response>();
    const refund = () => this.limiter.refund(limited.take);
    return next.handle().pipe(
      mergeMap((answer: unknown) => from(this.succeeded(request, response)).pipe(map(() => answer))),
      catchError((error: unknown) => {
        if (isWrongGuess(error)) return throwError(() => error);
        return from(refund()).pipe(mergeMap(() => throwError(() => error)));
      }),
    );
  }

  private async succeeded(request: LimitedRequest, response: Response): Promise<void> {
    const { take, limit, account } = request.limited!;
    await this.limiter.refund(take);
    const opened = response.statusCode === 200 || response.statusCode === 201;
    if (account !== undefined && opened && rateLimit(limit.name).remembers) {
      await this.places.remember(request, response, account);
    }
  }
}
