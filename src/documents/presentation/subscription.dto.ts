import { IsUUID } from 'class-validator';

import { LowerCase } from '../../platform/http/validation/index.js';

export class SubscriptionDto {
  /** The bot whose documents are to be watched. */
  @LowerCase()
  @IsUUID()
  botId: string;
}
