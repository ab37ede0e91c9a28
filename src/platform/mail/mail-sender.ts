import { Injectable, Logger } from '@nestjs/common';

import { MailQueue } from './mail-queue.js';
import { MailRepository } from './mail-repository.js';
import { renderMail } from './templates/render-mail.js';
import { MailRefused, MailTransport } from './transports/mail.transport.js';

/** About eleven hours in all. */
const MOST_ATTEMPTS = 14;
const LONGEST_WAIT_SECONDS = 3_600;

/** Sends one mail, whoever asks and how often. */
@Injectable()
export class MailSender {
  private readonly logger = new Logger('Mail');

  constructor(
    private readonly mails: MailRepository,
    private readonly transport: MailTransport,
    private readonly queue: MailQueue,
  ) {}

  /**
   * Does nothing for a mail that is over or being sent. Exactly once but for one moment: a process that dies after the
   * server took the mail and before the row says so leaves a mail that is sent again, under the same Message-ID.
   */
  async send(mailId: string): Promise<void> {
    const claimed = await this.mails.claim(mailId);
    if (!claimed) return;
    const { mail, attempts } = claimed;
    try {
      await this.transport.deliver({
        id: mailId,
        template: mail.template,
        to: mail.to,
        ...renderMail(mail),
      });
    } catch (error) {
      await this.failed(mailId, attempts, error as Error);
      return;
    }
    await this.mails.end(mailId, 'sent');
  }

  private async failed(mailId: string, attempts: number, error: Error): Promise<void> {
    const reason = error.message.slice(0, 500);
    if (error instanceof MailRefused || attempts >= MOST_ATTEMPTS) {
      this.logger.error(`mail ${mailId} is given up after ${attempts} attempts: ${reason}`);
      await this.mails.end(mailId, 'failed', reason);
      return;
    }
    const seconds = Math.min(LONGEST_WAIT_SECONDS, 2 ** attempts);
    this.logger.warn(`mail ${mailId} was not sent (attempt ${attempts}), again in ${seconds} s: ${reason}`);
    await this.mails.postpone(mailId, seconds, reason);
    await this.queue.add(mailId, attempts, seconds * 1000);
  }
}
