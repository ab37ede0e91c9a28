import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { JobQueues } from '../queue/index.js';
import { MailRepository } from './mail-repository.js';

export const MAIL_QUEUE = 'mail';

export interface MailJob {
  mailId: string;
}

const SWEEP_MS = 30_000;
const LATE_SECONDS = 20;
const BATCH = 200;
const KEPT_DAYS = 30;
const PURGE_EVERY = 120;

/** Gives mails their jobs, again when one was lost: a crash after the commit, a flushed Redis. */
@Injectable()
export class MailQueue implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Mail');
  private timer?: NodeJS.Timeout;
  private sweeping?: Promise<void>;
  private sweeps = 0;

  constructor(
    private readonly jobs: JobQueues,
    private readonly mails: MailRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.start();
    this.timer = setInterval(() => this.start(), SWEEP_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  /** One job an attempt: a job that has ended keeps its id for a while. */
  async add(mailId: string, attempts: number, delay = 0): Promise<void> {
    await this.jobs.add(MAIL_QUEUE, [{ name: 'send', id: `${mailId}-${attempts}`, data: { mailId }, delay }]);
  }

  /** Never throws: the row is there, and the next sweep finds it. */
  addSoon(mailId: string): void {
    this.add(mailId, 0).catch((error: Error) =>
      this.logger.warn(`mail ${mailId} waits for the next sweep: ${error.message}`),
    );
  }

  async sweep(): Promise<void> {
    for (const { id, attempts } of await this.mails.overdue(LATE_SECONDS, BATCH)) {
      // A name of its own, since the lost job's may be taken.
      await this.add(id, attempts + Date.now());
    }
    if (this.sweeps++ % PURGE_EVERY === 0) await this.mails.purge(KEPT_DAYS);
  }

  private start(): void {
    this.sweeping ??= this.sweep()
      .catch((error: Error) => this.logger.warn(`looking for lost mails failed: ${error.message}`))
      .finally(() => (this.sweeping = undefined));
  }
}
