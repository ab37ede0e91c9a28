import { IsUUID } from 'class-validator';

export class SubscriptionDto {
  /** The bot whose documents are to be watched. */
  @IsUUID()
  botId: string;
}
