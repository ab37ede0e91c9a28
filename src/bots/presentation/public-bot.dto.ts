import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';

import type { PublicWidget } from '../application/ports/widget.repository.js';
import { textsOf, WidgetTextsDto, WidgetThemeDto } from './widget.dto.js';

/** A bot as everybody may see it who opens a page with its widget. */
@ApiExtraModels(WidgetTextsDto)
export class PublicBotDto {
  /** @example '01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d92' */
  botId: string;

  /** @example 'Bakery helper' */
  name: string;

  /** First thing a visitor reads, unless `texts` has another for their language. */
  welcomeMessage: string;

  /** Offered to a visitor who has not asked anything yet. */
  suggestedQuestions: string[];

  theme: WidgetThemeDto;

  @ApiProperty({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(WidgetTextsDto) },
    description: 'By language tag, over the built-in texts.',
    example: { en: { title: 'Ask the bakery' } },
  })
  texts: Record<string, WidgetTextsDto>;

  /** Whether visitors see which passages an answer comes from. */
  showSources: boolean;

  /** Whether the site tells its own users apart. */
  identity: 'off' | 'optional' | 'required';

  static from({ bot, settings }: PublicWidget): PublicBotDto {
    return {
      botId: bot.id,
      name: bot.name,
      welcomeMessage: bot.config.welcomeMessage,
      suggestedQuestions: [...bot.config.suggestedQuestions],
      theme: WidgetThemeDto.from(settings.theme),
      texts: textsOf(settings),
      showSources: settings.showSources,
      identity: settings.identity,
    };
  }
}
