import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsUUID, MaxLength } from 'class-validator';

import type { Page } from '../../kernel/page.js';
import { KEY_SCOPES, type Permission } from '../../platform/http/access/index.js';
import { IsInstant, IsPlainLine, Omittable } from '../../platform/http/validation/index.js';
import type { IssuedApiKey, WantedApiKey } from '../application/api-keys.service.js';
import type { ApiKey } from '../domain/api-key.js';

const MOST_BOTS = 100;

/** What a key is to be called. */
export class NameApiKeyDto {
  /**
   * @example 'Nightly import'
   */
  @IsPlainLine()
  @MaxLength(120)
  name: string;
}

export class CreateApiKeyDto extends NameApiKeyDto {
  /**
   * What the key may do at most; docs/permissions.md says what each of them allows.
   * @example ['bots:read', 'chat:send']
   */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(KEY_SCOPES.length)
  @ArrayUnique()
  @IsIn(KEY_SCOPES, { each: true })
  scopes: string[];

  /**
   * The only bots there are for the key; leave it out for all bots of the workspace, later ones included.
   * @example ['01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d90']
   */
  @Omittable()
  @Transform(({ value }: { value: unknown }) => lowerCased(value))
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_BOTS)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  botIds?: string[];

  /**
   * From then on the key is good for nothing; leave it out for a key that does not expire.
   * @example '2027-01-01T00:00:00Z'
   */
  @Omittable()
  @IsInstant()
  @MaxLength(40)
  expiresAt?: string;

  static wanted({ name, scopes, botIds, expiresAt }: CreateApiKeyDto): WantedApiKey {
    return {
      name,
      scopes: scopes as Permission[],
      botIds,
      expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt),
    };
  }
}

/** An API key, without its secret. */
export class ApiKeyDto {
  /**
   * @example '01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d90'
   */
  id: string;

  /**
   * @example 'Nightly import'
   */
  name: string;

  /**
   * How the secret begins.
   * @example 'kyro_sk_q4wJ0m'
   */
  prefix: string;

  /**
   * @example ['bots:read', 'chat:send']
   */
  scopes: string[];

  /** The only bots there are for the key; null for all of the workspace. */
  botIds: string[] | null;

  /** The member who made it. The key can never do more than this person. */
  createdBy: string;

  expiresAt: Date | null;

  /** To the minute. */
  lastUsedAt: Date | null;

  /**
   * @example '203.0.113.7'
   */
  lastUsedIp: string | null;

  createdAt: Date;

  static from(apiKey: ApiKey): ApiKeyDto {
    const { id, name, prefix, scopes, botIds, createdBy, expiresAt, lastUsedAt, lastUsedIp, createdAt } =
      apiKey;
    return { id, name, prefix, scopes, botIds, createdBy, expiresAt, lastUsedAt, lastUsedIp, createdAt };
  }
}

/** An API key with its secret, which is shown this once. */
export class IssuedApiKeyDto extends ApiKeyDto {
  /**
   * The secret. It is kept nowhere: null when the request is repeated with the same `Idempotency-Key`.
   * @example 'kyro_sk_q4wJ0m0lXl2pJ0n0rWm9hJk1q7bQ8r2y5t6u7i8o9pA'
   */
  key: string | null;

  static issued({ apiKey, secret }: IssuedApiKey): IssuedApiKeyDto {
    return { ...ApiKeyDto.from(apiKey), key: secret };
  }
}

/** One page of API keys. */
export class ApiKeyPageDto {
  items: ApiKeyDto[];

  /** Send it as `cursor` to get the next page; null on the last one. */
  nextCursor: string | null;

  static from(page: Page<ApiKey>): ApiKeyPageDto {
    return { items: page.items.map((item) => ApiKeyDto.from(item)), nextCursor: page.nextCursor };
  }
}

function lowerCased(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((item: unknown) => (typeof item === 'string' ? item.toLowerCase() : item));
}
