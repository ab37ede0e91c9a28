import { Controller, Get, Param } from '@nestjs/common';
import { ApiForbiddenResponse, ApiNotFoundResponse, ApiTags } from '@nestjs/swagger';

import { type Caller, CurrentCaller, Requires } from '../../platform/http/access/index.js';
import { IdPipe } from '../../platform/http/validation/index.js';
import { TraceReader } from '../application/trace/trace-reader.service.js';
import { AnswerTraceDto } from './answer-trace.dto.js';

@ApiTags('chat')
@Controller()
export class AnswerTracesController {
  constructor(private readonly traces: TraceReader) {}

  /**
   * How an answer came about: what was looked for and found, what the model was told, and how long each step took. Kept
   * for `TRACE_RETENTION_DAYS`. Texts of documents and messages that were deleted since are not in it.
   */
  @Requires('traces:read')
  @Get('messages/:messageId/trace')
  @ApiForbiddenResponse({ description: '`access.forbidden`: your role in the workspace does not allow it.' })
  @ApiNotFoundResponse({
    description:
      '`message.not_found`; `trace.not_found`: it is not over, too old, or traces are switched off.',
  })
  async get(
    @CurrentCaller() caller: Caller,
    @Param('messageId', IdPipe) messageId: string,
  ): Promise<AnswerTraceDto> {
    return AnswerTraceDto.from(await this.traces.read(caller.scope('traces:read'), messageId));
  }
}
