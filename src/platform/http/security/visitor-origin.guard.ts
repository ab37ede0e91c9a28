import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';

import { DomainError } from '../../../kernel/domain-error.js';
import { AppConfig } from '../../config/index.js';
import type { Caller } from '../access/index.js';
import { askingPage, mayShow } from './asking-page.js';

/** Visitors talk with a bot from pages of the sites that its owner allows, and from ours; also after the list changed. */
@Injectable()
export class VisitorOriginGuard implements CanActivate {
  constructor(private readonly config: AppConfig) {}

  /** Throws `widget.origin_not_allowed` (forbidden). */
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<Request & { caller?: Caller }>();
    const visitor = request.caller?.visitor;
    if (visitor && !mayShow(askingPage(request), visitor.domains, this.config.publicUrl)) {
      throw new DomainError('widget.origin_not_allowed', 'forbidden');
    }
    return true;
  }
}
