import { Body, Controller, Get, Param, Patch, Query } from '@nestjs/common';
import {
  ApiForbiddenResponse,
  ApiNotFoundResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';

import { decodeCursor } from '../../kernel/page.js';
import { RequiresPlatformAdmin } from '../../platform/http/access/index.js';
import { IdPipe } from '../../platform/http/validation/index.js';
import {
  ADMINISTERED_WORKSPACE_LIST,
  WorkspaceAdministration,
} from '../application/workspace-administration.service.js';
import {
  AdministeredWorkspaceDto,
  AdministeredWorkspacePageDto,
  AdministeredWorkspaceQueryDto,
  ChangePlanDto,
} from './administered-workspace.dto.js';
import { PlanOfferDto } from './usage.dto.js';

const NO_ADMINISTRATOR = '`access.forbidden`: you are no platform administrator.';

@ApiTags('administration')
@Controller('admin')
export class AdministeredWorkspacesController {
  constructor(private readonly administration: WorkspaceAdministration) {}

  /** The plans there are. */
  @RequiresPlatformAdmin()
  @Get('plans')
  @ApiForbiddenResponse({ description: NO_ADMINISTRATOR })
  async plans(): Promise<PlanOfferDto[]> {
    return (await this.administration.allPlans()).map((plan) => PlanOfferDto.from(plan));
  }

  /** The workspaces of this installation, newest first. */
  @RequiresPlatformAdmin()
  @Get('workspaces')
  @ApiForbiddenResponse({ description: NO_ADMINISTRATOR })
  async list(@Query() query: AdministeredWorkspaceQueryDto): Promise<AdministeredWorkspacePageDto> {
    const after =
      query.cursor === undefined ? undefined : decodeCursor(ADMINISTERED_WORKSPACE_LIST, query.cursor);
    const { q, planId, limit } = query;
    return AdministeredWorkspacePageDto.from(await this.administration.list({ q, planId }, { limit, after }));
  }

  /** Give a workspace another plan. Nothing is deleted when that allows less; it only stops more. */
  @RequiresPlatformAdmin()
  @Patch('workspaces/:workspaceId')
  @ApiForbiddenResponse({ description: NO_ADMINISTRATOR })
  @ApiNotFoundResponse({ description: '`workspace.not_found`' })
  @ApiUnprocessableEntityResponse({ description: '`plan.not_found`: there is no such plan.' })
  async changePlan(
    @Param('workspaceId', IdPipe) workspaceId: string,
    @Body() body: ChangePlanDto,
  ): Promise<AdministeredWorkspaceDto> {
    return AdministeredWorkspaceDto.from(await this.administration.changePlan(workspaceId, body.planId));
  }
}
