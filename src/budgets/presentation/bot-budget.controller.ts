import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import {
  ApiForbiddenResponse,
  ApiNotFoundResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';

import { type Caller, CurrentCaller, Requires } from '../../platform/http/access/index.js';
import { IdPipe } from '../../platform/http/validation/index.js';
import { BudgetsService } from '../application/budgets.service.js';
import { BudgetDto, SetBudgetDto } from './budget.dto.js';

@ApiTags('budgets')
@Controller('bots/:botId/budget')
@ApiForbiddenResponse({ description: '`access.forbidden`: your role in the workspace does not allow it.' })
@ApiNotFoundResponse({ description: '`bot.not_found`' })
export class BotBudgetController {
  constructor(private readonly budgets: BudgetsService) {}

  /** What a bot may spend on answers, and has spent. */
  @Requires('bots:read')
  @Get()
  async get(@CurrentCaller() caller: Caller, @Param('botId', IdPipe) botId: string): Promise<BudgetDto> {
    return BudgetDto.from(await this.budgets.ofBot(caller, botId));
  }

  /** Say what a bot may spend, and what happens when it has. Replaces the budget as a whole. */
  @Requires('budgets:write')
  @Put()
  @ApiUnprocessableEntityResponse({
    description:
      '`validation.failed`: see `errors`; `budget.message_required`, `budget.model_required`, `ai.model_unknown`',
  })
  async set(
    @CurrentCaller() caller: Caller,
    @Param('botId', IdPipe) botId: string,
    @Body() body: SetBudgetDto,
  ): Promise<BudgetDto> {
    return BudgetDto.from(await this.budgets.setOfBot(caller, botId, SetBudgetDto.settings(body)));
  }
}
