import { Injectable } from '@nestjs/common';

import { newId } from '../../kernel/id.js';
import { Database } from '../database/index.js';
import { MailQueue } from './mail-queue.js';
import { MailRepository } from './mail-repository.js';
import { type Mail, Mailer, type MailTemplate } from './mailer.port.js';

/** Row first, then job. */
@Injectable()
export class QueuedMailer extends Mailer {
  constructor(
    private readonly mails: MailRepository,
    private readonly queue: MailQueue,
    private readonly database: Database,
  ) {
    super();
  }

  async send<T extends MailTemplate>(mail: Mail<T>): Promise<void> {
    const id = newId();
    await this.mails.insert(id, mail);
    this.database.afterCommit(() => this.queue.addSoon(id));
  }
}
