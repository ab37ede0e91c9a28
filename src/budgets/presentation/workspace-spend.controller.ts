import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import {
  ApiForbiddenResponse,
  ApiNotFoundResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';

import { type Caller, CurrentCaller, Requires } from '../../platform/http/access/index.js';
import { IdPipe } from '../../platform/http/validation/index.js';
import { BudgetsService } from '../application/budgets.service.js';
import { SpendService } from '../application/spend.service.js';
import { BudgetDto, SetBudgetDto } from './budget.dto.js';
import { SpendDto, SpendQueryDto } from './spend.dto.js';

@ApiTags('budgets')
@Controller('workspaces/:workspaceId')
@ApiForbiddenResponse({
  description: '`access.forbidden`: your role does not allow it, or an API key that is limited to some bots.',
})
@ApiNotFoundResponse({ description: '`workspace.not_found`' })
export class WorkspaceSpendController {
  constructor(
    private readonly spend: SpendService,
    private readonly budgets: BudgetsService,
  ) {}

  /** What answers have cost, by day, by bot or by model. */
  @Requires('workspace:read')
  @Get('spend')
  @ApiUnprocessableEntityResponse({
    description: '`validation.failed`: see `errors`; `spend.range_invalid`: no such days, or more than 366.',
  })
  async report(
    @CurrentCaller() caller: Caller,
    @Param('workspaceId', IdPipe) workspaceId: string,
    @Query() query: SpendQueryDto,
  ): Promise<SpendDto> {
    return SpendDto.from(await this.spend.report(caller, workspaceId, query));
  }

  /** What all bots of a workspace together may spend on answers, and have spent. */
  @Requires('workspace:read')
  @Get('budget')
  async budget(
    @CurrentCaller() caller: Caller,
    @Param('workspaceId', IdPipe) workspaceId: string,
  ): Promise<BudgetDto> {
    return BudgetDto.from(await this.budgets.ofWorkspace(caller, workspaceId));
  }

  /** Say what all bots together may spend, and what happens when they have. Replaces the budget as a whole. */
  @Requires('budgets:write')
  @Put('budget')
  @ApiUnprocessableEntityResponse({
    description:
      '`validation.failed`: see `errors`; `budget.message_required`, `budget.model_required`, `ai.model_unknown`',
  })
  async setBudget(
    @CurrentCaller() caller: Caller,
    @Param('workspaceId', IdPipe) workspaceId: string,
    @Body() body: SetBudgetDto,
  ): Promise<BudgetDto> {
    const settings = SetBudgetDto.settings(body);
    return BudgetDto.from(await this.budgets.setOfWorkspace(caller, workspaceId, settings));
  }
}
