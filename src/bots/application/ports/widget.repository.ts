import type { WidgetSettings } from '../../domain/widget-settings.js';
import type { Bot } from '../../domain/bot.js';

/** A bot as the public sees it, by way of its widget. */
export interface PublicWidget {
  bot: Bot;
  settings: WidgetSettings;
  /** Undefined until its owner has made one. */
  sealedIdentitySecret: Buffer | undefined;
}

/** Keeps how bots are shown on websites. Bots whose owners never said anything have the defaults; deleted ones are absent. */
export abstract class WidgetRepository {
  /** Of a bot that exists; the caller has checked access. */
  abstract settings(botId: string): Promise<WidgetSettings>;
  abstract saveSettings(botId: string, settings: WidgetSettings): Promise<void>;
  abstract saveIdentitySecret(botId: string, sealed: Buffer): Promise<void>;
  abstract findByPublicKey(publicKey: string): Promise<PublicWidget | undefined>;
  abstract findByBot(botId: string): Promise<PublicWidget | undefined>;
}
