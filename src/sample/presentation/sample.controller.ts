import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';

import { Public } from '../../platform/http/access/index.js';
import { SampleBot } from '../application/sample-bot.service.js';
import { SampleDto } from './sample.dto.js';

@ApiTags('widget')
@Controller('public/sample')
export class SampleController {
  constructor(private readonly sample: SampleBot) {}

  /** The bot that somebody may try who has just installed KyroChat and not registered yet. */
  @Public()
  @Get()
  @ApiOkResponse({ type: SampleDto })
  async get(): Promise<SampleDto> {
    return { publicKey: (await this.sample.offered())?.publicKey ?? null };
  }
}
