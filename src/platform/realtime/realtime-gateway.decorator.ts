import { applyDecorators, UseFilters, UseGuards, UsePipes } from '@nestjs/common';
import { WebSocketGateway } from '@nestjs/websockets';

import { SocketLimitGuard } from '../http/limits/index.js';
import { DtoValidationPipe } from '../http/validation/index.js';
import { SocketAccessGuard } from './socket-access.guard.js';
import { SocketProblemFilter } from './socket-problem.filter.js';

/**
 * A gateway with what HTTP has globally: access guard, rate limits, DTO validation and problem answers. (Nest applies global
 * guards, pipes and filters to controllers only.)
 */
export const RealtimeGateway = (namespace: string) =>
  applyDecorators(
    WebSocketGateway({ namespace }),
    UseGuards(SocketAccessGuard, SocketLimitGuard),
    UsePipes(DtoValidationPipe),
    UseFilters(SocketProblemFilter),
  );
