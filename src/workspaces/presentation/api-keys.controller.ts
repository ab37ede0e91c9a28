import { Body, Controller, Delete, Get, Header, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';

import { decodeCursor } from '../../kernel/page.js';
import { type Caller, CurrentCaller, Requires } from '../../platform/http/access/index.js';
import { Idempotent } from '../../platform/http/idempotency/index.js';
import { Limited } from '../../platform/http/limits/index.js';
import { IdPipe, PageQueryDto } from '../../platform/http/validation/index.js';
import { apiKeyList, ApiKeysService } from '../application/api-keys.service.js';
import { ApiKeyDto, ApiKeyPageDto, CreateApiKeyDto, IssuedApiKeyDto, NameApiKeyDto } from './api-key.dto.js';

const NOT_FOUND = '`workspace.not_found`, `api_key.not_found`';
const FORBIDDEN = '`access.forbidden`: your role is too low, or the key is somebody else’s.';

@ApiTags('api keys')
@Controller('workspaces/:workspaceId/api-keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  /** Your API keys, newest first; owners and admins see everybody's. */
  @Requires('api-keys:read')
  @Get()
  @ApiForbiddenResponse({ description: '`access.forbidden`' })
  @ApiNotFoundResponse({ description: '`workspace.not_found`' })
  async list(
    @CurrentCaller() caller: Caller,
    @Param('workspaceId', IdPipe) workspaceId: string,
    @Query() query: PageQueryDto,
  ): Promise<ApiKeyPageDto> {
    const list = apiKeyList(workspaceId);
    const after = query.cursor === undefined ? undefined : decodeCursor(list, query.cursor);
    return ApiKeyPageDto.from(await this.keys.list(caller, workspaceId, { limit: query.limit, after }));
  }

  /**
   * Make an API key.
   * @remarks `key` is shown this once. The key acts in your name: it can never do more than you, and is gone when you
   * leave the workspace.
   */
  @Requires('api-keys:write')
  @Limited('api-keys')
  @Idempotent({ secrets: ['key'] })
  @Post()
  @Header('Cache-Control', 'no-store')
  @ApiForbiddenResponse({
    description:
      '`access.forbidden`; `api_key.scope_not_held`: your own role does not allow one of the scopes.',
  })
  @ApiNotFoundResponse({ description: '`workspace.not_found`, `bot.not_found`' })
  @ApiConflictResponse({ description: '`api_key.too_many`: revoke one first.' })
  @ApiUnprocessableEntityResponse({ description: '`validation.failed`: see `errors`; `api_key.expiry_past`' })
  async create(
    @CurrentCaller() caller: Caller,
    @Param('workspaceId', IdPipe) workspaceId: string,
    @Body() body: CreateApiKeyDto,
  ): Promise<IssuedApiKeyDto> {
    return IssuedApiKeyDto.issued(await this.keys.create(caller, workspaceId, CreateApiKeyDto.wanted(body)));
  }

  /** One API key. */
  @Requires('api-keys:read')
  @Get(':keyId')
  @ApiForbiddenResponse({ description: FORBIDDEN })
  @ApiNotFoundResponse({ description: NOT_FOUND })
  async get(
    @CurrentCaller() caller: Caller,
    @Param('workspaceId', IdPipe) workspaceId: string,
    @Param('keyId', IdPipe) keyId: string,
  ): Promise<ApiKeyDto> {
    return ApiKeyDto.from(await this.keys.get(caller, workspaceId, keyId));
  }

  /** Rename an API key. What it may do cannot be changed: make another one instead. */
  @Requires('api-keys:write')
  @Patch(':keyId')
  @ApiForbiddenResponse({ description: FORBIDDEN })
  @ApiNotFoundResponse({ description: NOT_FOUND })
  async rename(
    @CurrentCaller() caller: Caller,
    @Param('workspaceId', IdPipe) workspaceId: string,
    @Param('keyId', IdPipe) keyId: string,
    @Body() { name }: NameApiKeyDto,
  ): Promise<ApiKeyDto> {
    return ApiKeyDto.from(await this.keys.rename(caller, workspaceId, keyId, name));
  }

  /**
   * Give an API key another secret.
   * @remarks `key` is shown this once; the secret before it is good for nothing from then on. Only for the member who
   * made the key.
   */
  @Requires('api-keys:write')
  @Limited('api-keys')
  @Post(':keyId/rotate')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiForbiddenResponse({ description: FORBIDDEN })
  @ApiNotFoundResponse({ description: NOT_FOUND })
  @ApiConflictResponse({ description: '`api_key.expired`: make another one instead.' })
  async rotate(
    @CurrentCaller() caller: Caller,
    @Param('workspaceId', IdPipe) workspaceId: string,
    @Param('keyId', IdPipe) keyId: string,
  ): Promise<IssuedApiKeyDto> {
    return IssuedApiKeyDto.issued(await this.keys.rotate(caller, workspaceId, keyId));
  }

  /** Revoke an API key: it is good for nothing from then on. */
  @Requires('api-keys:write')
  @Delete(':keyId')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Revoked.' })
  @ApiForbiddenResponse({ description: FORBIDDEN })
  @ApiNotFoundResponse({ description: NOT_FOUND })
  async revoke(
    @CurrentCaller() caller: Caller,
    @Param('workspaceId', IdPipe) workspaceId: string,
    @Param('keyId', IdPipe) keyId: string,
  ): Promise<void> {
    await this.keys.revoke(caller, workspaceId, keyId);
  }
}
