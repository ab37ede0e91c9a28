import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';

import { decodeCursor } from '../../kernel/page.js';
import { type Caller, CurrentCaller, Requires } from '../../platform/http/access/index.js';
import { Idempotent } from '../../platform/http/idempotency/index.js';
import { IdPipe } from '../../platform/http/validation/index.js';
import { botList, BotsService } from '../application/bots.service.js';
import { BotDto, BotPageDto, CreateBotDto, ListBotsQueryDto, UpdateBotDto } from './bot.dto.js';

@ApiTags('bots')
@Controller('bots')
@ApiForbiddenResponse({ description: '`access.forbidden`: your role in the workspace does not allow it.' })
export class BotsController {
  constructor(private readonly bots: BotsService) {}

  /** Make a bot. */
  @Requires('bots:write')
  @Idempotent()
  @Post()
  @ApiNotFoundResponse({ description: '`workspace.not_found`: you are no member of that workspace.' })
  @ApiUnprocessableEntityResponse({ description: '`validation.failed`: see `errors`.' })
  async create(@CurrentCaller() caller: Caller, @Body() body: CreateBotDto): Promise<BotDto> {
    const workspaceId = caller.wholeWorkspaceFor('bots:write', body.workspaceId);
    return BotDto.from(await this.bots.create(workspaceId, body));
  }

  /** Your bots, newest first. */
  @Requires('bots:read')
  @Get()
  async list(@CurrentCaller() caller: Caller, @Query() query: ListBotsQueryDto): Promise<BotPageDto> {
    const after = query.cursor === undefined ? undefined : decodeCursor(botList(query), query.cursor);
    return BotPageDto.from(
      await this.bots.list(caller.scope('bots:read'), query, { limit: query.limit, after }),
    );
  }

  /** One bot. */
  @Requires('bots:read')
  @Get(':botId')
  @ApiNotFoundResponse({ description: '`bot.not_found`' })
  async get(@CurrentCaller() caller: Caller, @Param('botId', IdPipe) botId: string): Promise<BotDto> {
    return BotDto.from(await this.bots.get(caller.scope('bots:read'), botId));
  }

  /** Change a bot: what is left out stays as it is, inside `config` too. */
  @Requires('bots:write')
  @Patch(':botId')
  @ApiNotFoundResponse({ description: '`bot.not_found`' })
  @ApiUnprocessableEntityResponse({ description: '`validation.failed`: see `errors`.' })
  async update(
    @CurrentCaller() caller: Caller,
    @Param('botId', IdPipe) botId: string,
    @Body() body: UpdateBotDto,
  ): Promise<BotDto> {
    return BotDto.from(await this.bots.update(caller.scope('bots:write'), botId, body));
  }

  /** Delete a bot with its documents and conversations. It stops answering at once, and there is no way back. */
  @Requires('bots:write')
  @Delete(':botId')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Deleted.' })
  @ApiNotFoundResponse({ description: '`bot.not_found`' })
  async delete(@CurrentCaller() caller: Caller, @Param('botId', IdPipe) botId: string): Promise<void> {
    await this.bots.delete(caller.scope('bots:write'), botId);
  }
}
