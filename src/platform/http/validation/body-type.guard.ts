import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';

import { DomainError } from '../../../kernel/domain-error.js';

/** Where `@ApiConsumes` leaves its list. */
const CONSUMES = 'swagger/apiConsumes';

/**
 * Refuses a body of a type the route does not read, which would count as no body at all: a change that is silently
 * not made, or a complaint about missing fields that were sent. It also keeps foreign pages out, whose forms can send
 * any type but JSON unasked. Routes that declare `@ApiConsumes` read, and refuse, by themselves.
 */
@Injectable()
export class BodyTypeGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    // Socket events pass here as well; they have no headers.
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<Request>();
    if (!hasBody(request) || Reflect.hasMetadata(CONSUMES, context.getHandler())) return true;
    if (!request.is('application/json')) throw new DomainError('request.unsupported_type', 'unsupported');
    return true;
  }
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
