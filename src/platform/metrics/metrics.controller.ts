import { Controller, Get, Header } from '@nestjs/common';
import { ApiForbiddenResponse, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';

import { RequiresPlatformAdmin } from '../http/access/index.js';
import { Metrics } from './metrics.js';

@ApiTags('administration')
@Controller('admin/metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  /** What this process has counted since it started, in the text format of Prometheus. */
  @RequiresPlatformAdmin()
  @Get()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  @ApiForbiddenResponse({ description: '`access.forbidden`: you are no platform administrator.' })
  read(): string {
    return this.metrics.text();
  }
}
