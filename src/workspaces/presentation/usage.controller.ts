import { Controller, Get, Param } from '@nestjs/common';
import { ApiForbiddenResponse, ApiNotFoundResponse, ApiTags } from '@nestjs/swagger';

import { type Caller, CurrentCaller, Requires } from '../../platform/http/access/index.js';
import { IdPipe } from '../../platform/http/validation/index.js';
import { UsageService } from '../application/usage.service.js';
import { UsageDto } from './usage.dto.js';

@ApiTags('workspaces')
@Controller('workspaces/:workspaceId/usage')
export class UsageController {
  constructor(private readonly usage: UsageService) {}

  /** What the workspace uses of what its plan allows. */
  @Requires('workspace:read')
  @Get()
  @ApiForbiddenResponse({ description: '`access.forbidden`: an API key that is limited to some bots.' })
  @ApiNotFoundResponse({ description: '`workspace.not_found`' })
  async read(
    @CurrentCaller() caller: Caller,
    @Param('workspaceId', IdPipe) workspaceId: string,
  ): Promise<UsageDto> {
    return UsageDto.from(await this.usage.of(caller, workspaceId));
  }
}
