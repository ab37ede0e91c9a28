import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import type { Job } from 'bullmq';

import { workerOptions } from '../queue/index.js';
import { MAIL_QUEUE, type MailJob } from './mail-queue.js';
import { MailSender } from './mail-sender.js';

@Processor(MAIL_QUEUE, { ...workerOptions, concurrency: 4 })
export class MailProcessor extends WorkerHost {
  private readonly logger = new Logger('Mail');

  constructor(private readonly sender: MailSender) {
    super();
  }

  async process(job: Job<MailJob>): Promise<void> {
    await this.sender.send(job.data.mailId);
  }

  @OnWorkerEvent('error')
  onError(error: Error): void {
    this.logger.warn(`queue connection: ${error.message}`);
  }
}
