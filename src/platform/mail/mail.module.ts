import { join } from 'node:path';

import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';

import { AppConfig } from '../config/index.js';
import { QueueModule } from '../queue/index.js';
import { MAIL_QUEUE, MailQueue } from './mail-queue.js';
import { MailProcessor } from './mail.processor.js';
import { MailRepository } from './mail-repository.js';
import { MailSender } from './mail-sender.js';
import { Mailer } from './mailer.port.js';
import { QueuedMailer } from './queued.mailer.js';
import { FileMailTransport } from './transports/file-mail.transport.js';
import { MailTransport } from './transports/mail.transport.js';
import { SmtpMailTransport } from './transports/smtp-mail.transport.js';

function transportOf({ smtpUrl, mailFrom, dataDir }: AppConfig): MailTransport {
  return smtpUrl
    ? new SmtpMailTransport(smtpUrl, mailFrom)
    : new FileMailTransport(join(dataDir, 'outbox'), mailFrom);
}

/** Mails, by SMTP or as files. */
@Global()
@Module({
  imports: [...QueueModule.register(MAIL_QUEUE)],
  providers: [
    MailRepository,
    MailQueue,
    MailSender,
    MailProcessor,
    { provide: MailTransport, inject: [AppConfig], useFactory: transportOf },
    { provide: Mailer, useClass: QueuedMailer },
  ],
  exports: [Mailer],
})
export class MailModule implements OnApplicationShutdown {
  constructor(private readonly transport: MailTransport) {}

  onApplicationShutdown(): void {
    if (this.transport instanceof SmtpMailTransport) this.transport.close();
  }
}
