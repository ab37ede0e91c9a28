import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { DomainError } from '../../kernel/domain-error.js';
import { Database } from '../database/index.js';
import { Public } from '../http/access/index.js';
import { HealthDto } from './health.dto.js';
import { Lifecycle } from './lifecycle.js';

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** Whether the process is alive; restart it when this fails. */
  @Public()
  @Get('live')
  live(): HealthDto {
    return { status: 'ok' };
  }

  /** Whether requests should be sent here; 503 while the database is away or the process is stopping. */
  @Public()
  @Get('ready')
  async ready(): Promise<HealthDto> {
    if (this.lifecycle.draining) throw new DomainError('service.stopping', 'unavailable', { retryAfter: 5 });
    await this.database.query('SELECT 1');
    return { status: 'ok' };
  }
}
