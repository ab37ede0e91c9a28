import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';

import { Omittable } from '../../platform/http/validation/index.js';
import {
  domainEntry,
  IDENTITY_MODES,
  LAUNCHER_ICONS,
  WIDGET_LIMITS,
  WIDGET_MODES,
  WIDGET_POSITIONS,
  type WidgetSettings,
  type WidgetTexts,
} from '../domain/widget-settings.js';
import { IsDomainEntry, IsWidgetTexts } from './widget-validation.js';

const COLOR = /^#[0-9a-f]{6}$/;
const LONGEST_ENTRY = 300;

/** Texts of the widget in one language, instead of the built-in ones; every one may be left out. */
export class WidgetTextsDto {
  /** @example 'Ask the bakery' */
  title?: string;
  /** @example 'We answer at once' */
  subtitle?: string;
  /** @example 'Your question' */
  placeholder?: string;
  /** @example 'Open the chat' */
  launcherLabel?: string;
  /** Instead of the bot’s own. @example 'Hello! What would you like to know?' */
  welcomeMessage?: string;
}

const TEXTS = {
  type: 'object',
  additionalProperties: { $ref: getSchemaPath(WidgetTextsDto) },
  description:
    'By language tag. Texts that are left out are the built-in ones of that language; a language that is left out is built in as a whole.',
  example: { en: { title: 'Ask the bakery' }, de: { title: 'Fragen Sie die Bäckerei' } },
} as const;

/** How the widget looks; what is left out takes its default. */
export class SetWidgetThemeDto {
  /** Six hexadecimal digits. @example '#0f766e' */
  @Omittable()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value))
  @IsString()
  @Matches(COLOR)
  primaryColor?: string;

  /** `auto` follows the visitor’s browser. */
  @Omittable()
  @IsIn(WIDGET_MODES)
  mode?: 'auto' | 'light' | 'dark';

  /** The corner of the page. */
  @Omittable()
  @IsIn(WIDGET_POSITIONS)
  position?: 'right' | 'left';

  @Omittable()
  @IsIn(LAUNCHER_ICONS)
  launcherIcon?: 'chat' | 'question' | 'spark';
}

/** The whole configuration of the widget: what is left out takes its default. */
@ApiExtraModels(WidgetTextsDto)
export class SetWidgetConfigDto {
  /** Whether the widget answers at all. */
  @Omittable()
  @IsBoolean()
  enabled?: boolean;

  /**
   * Hosts whose pages may show the widget: `example.com`, `*.example.com` for every name below, `localhost:8080` where
   * the port is not the usual one. With none, only our own pages may.
   * @example ['example.com', '*.example.com']
   */
  @Omittable()
  @Transform(({ value }: { value: unknown }) => normalised(value))
  @IsArray()
  @ArrayMaxSize(WIDGET_LIMITS.allowedDomains)
  @MaxLength(LONGEST_ENTRY, { each: true })
  @IsDomainEntry({ each: true })
  allowedDomains?: string[];

  @Omittable()
  @IsObject()
  @ValidateNested()
  @Type(() => SetWidgetThemeDto)
  theme?: SetWidgetThemeDto;

  @Omittable()
  @IsWidgetTexts()
  @ApiPropertyOptional(TEXTS)
  texts?: Record<string, WidgetTextsDto>;

  /** Whether visitors see which passages an answer comes from. */
  @Omittable()
  @IsBoolean()
  showSources?: boolean;

  /**
   * Whether your site tells its own users apart, see the identity secret: `off` ignores what it says of them,
   * `optional` serves everybody, `required` serves nobody else.
   */
  @Omittable()
  @IsIn(IDENTITY_MODES)
  identity?: 'off' | 'optional' | 'required';
}

/** As it is kept; what is no entry stays as it is, to be refused. */
function normalised(value: unknown): unknown {
  if (!Array.isArray(value) || value.length > WIDGET_LIMITS.allowedDomains) return value;
  const entries = value.map((entry: unknown) =>
    typeof entry === 'string' && entry.length <= LONGEST_ENTRY ? (domainEntry(entry) ?? entry) : entry,
  );
  return [...new Set(entries)];
}

/** How the widget looks. */
export class WidgetThemeDto {
  /** @example '#0f766e' */
  primaryColor: string;
  /** `auto` follows the visitor’s browser. */
  mode: 'auto' | 'light' | 'dark';
  /** The corner of the page. */
  position: 'right' | 'left';
  launcherIcon: 'chat' | 'question' | 'spark';

  static from({ primaryColor, mode, position, launcherIcon }: WidgetSettings['theme']): WidgetThemeDto {
    return { primaryColor, mode, position, launcherIcon };
  }
}

/** How a bot is shown on websites, and on which. */
@ApiExtraModels(WidgetTextsDto)
export class WidgetConfigDto {
  enabled: boolean;

  /**
   * Hosts whose pages may show the widget; with none, only our own pages may.
   * @example ['example.com', '*.example.com']
   */
  allowedDomains: string[];

  theme: WidgetThemeDto;

  @ApiProperty(TEXTS)
  texts: Record<string, WidgetTextsDto>;

  /** Whether visitors see which passages an answer comes from. */
  showSources: boolean;

  /** Whether the site tells its own users apart. */
  identity: 'off' | 'optional' | 'required';

  static from(settings: WidgetSettings): WidgetConfigDto {
    const { enabled, allowedDomains, theme, showSources, identity } = settings;
    return {
      enabled,
      allowedDomains,
      theme: WidgetThemeDto.from(theme),
      texts: textsOf(settings),
      showSources,
      identity,
    };
  }
}

export function textsOf({ texts }: WidgetSettings): Record<string, WidgetTextsDto> {
  return Object.fromEntries(Object.entries(texts).map(([language, own]) => [language, known(own)]));
}

function known({ title, subtitle, placeholder, launcherLabel, welcomeMessage }: WidgetTexts): WidgetTextsDto {
  return { title, subtitle, placeholder, launcherLabel, welcomeMessage };
}

/** The secret with which your server signs who its users are. */
export class IdentitySecretDto {
  /**
   * Shown this once. Keep it on your server, never in a page.
   * @example 'kyro_is_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
   */
  secret: string;
}
