import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';

import { DomainError } from '../../../kernel/domain-error.js';
import { AppConfig } from '../../config/index.js';
import { isSameOrigin } from './same-origin.js';

const HARMLESS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A browser adds cookies by itself, whoever wrote the page: what changes something and brings cookies must come from a
 * page of ours. Behind SameSite=Strict and JSON-only bodies this is the third bar, for browsers that lack the first.
 */
@Injectable()
export class SameOriginGuard implements CanActivate {
  constructor(private readonly config: AppConfig) {}

  /** Throws `request.cross_origin` (forbidden). */
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const { method, headers } = context.switchToHttp().getRequest<Request>();
    if (HARMLESS.has(method) || headers.cookie === undefined) return true;
    if (!isSameOrigin(headers, this.config.publicUrl)) {
      throw new DomainError('request.cross_origin', 'forbidden');
    }
    return true;
  }
}
