import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';

import { type Bot, BotDirectory, BotsService } from '../../bots/index.js';
import { SubmitSources } from '../../documents/index.js';
import { AppConfig } from '../../platform/config/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import { Caller } from '../../platform/http/access/index.js';
import { WorkspacesService } from '../../workspaces/index.js';
import { SAMPLE_BOT, SAMPLE_WORKSPACE } from '../domain/sample-texts.js';
import { Guide, type GuidePage } from './ports/guide.port.js';
import { SampleRepository } from './ports/sample.repository.js';

/**
 * A bot like any other, made once for an installation where nobody has registered: it counts, is limited and is deleted
 * as all are. Its workspace becomes the personal one of the first person who registers.
 */
@Injectable()
export class SampleBot implements OnApplicationBootstrap {
  private readonly logger = new Logger('Sample');
  /** True once there is nothing to offer, which stays so. */
  private over = false;

  constructor(
    private readonly samples: SampleRepository,
    private readonly guide: Guide,
    private readonly workspaces: WorkspacesService,
    private readonly bots: BotsService,
    private readonly directory: BotDirectory,
    private readonly sources: SubmitSources,
    private readonly transactions: TransactionRunner,
    private readonly config: AppConfig,
  ) {}

  /** An installation without its sample is as good; one that does not start is not. */
  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.sampleBot) return;
    await this.ensure().catch((error: Error) => {
      this.logger.warn(`the sample bot could not be made: ${error.message}`);
    });
  }

  /** The bot, as long as it has not been deleted. */
  async bot(): Promise<Bot | undefined> {
    const record = await this.samples.find();
    return record?.botId ? this.directory.peek(record.botId) : undefined;
  }

  /** The same for everybody to try; undefined once somebody has registered, since it is theirs then. */
  async offered(): Promise<Bot | undefined> {
    if (this.over) return undefined;
    const bot = await this.bot();
    if (bot && (await this.workspaces.awaitsOwner(bot.workspaceId))) return bot;
    // While another instance is still making it, there is nothing yet.
    this.over = bot !== undefined;
    return undefined;
  }

  /** A process may have died in between: what was decided is decided, what is missing is handed in. */
  private async ensure(): Promise<void> {
    const record = await this.samples.find();
    if (record && (record.botId === null || record.filledAt !== null)) return;
    const pages = await this.guide.pages();
    const botId = record?.botId ?? (await this.decide());
    if (botId) await this.fill(botId, pages);
  }

  /** The bot's id, whichever instance made it; null where people were there before. */
  private decide(): Promise<string | null> {
    return this.transactions.run(async () => {
      if (!(await this.samples.claim())) return (await this.samples.find())?.botId ?? null;
      const workspace = await this.workspaces.prepareForFirst(SAMPLE_WORKSPACE);
      if (!workspace) return null;
      const { id } = await this.bots.create(workspace.id, SAMPLE_BOT, { sample: true });
      await this.samples.made(id);
      return id;
    });
  }

  /** A page that is there already, from a run before or another instance's, is kept as it is. */
  private async fill(botId: string, pages: GuidePage[]): Promise<void> {
    const bot = await this.directory.peek(botId);
    if (bot) {
      const installer = new Caller('', undefined, [{ workspaceId: bot.workspaceId, role: 'editor' }], false);
      for (const page of pages) await this.sources.text(installer, botId, page, null);
    }
    await this.samples.filled();
  }
}
