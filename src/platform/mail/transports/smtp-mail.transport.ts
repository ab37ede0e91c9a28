import { createTransport, type Transporter } from 'nodemailer';

import { MailRefused, MailTransport, type OutgoingMail } from './mail.transport.js';
import { messageOf } from './message.js';

const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;

/** Sends over SMTP, on a few connections that are kept. */
export class SmtpMailTransport extends MailTransport {
  private readonly smtp: Transporter;

  constructor(
    url: string,
    private readonly from: string,
  ) {
    super();
    this.smtp = createTransport({
      ...{ pool: true, url, maxConnections: 4 },
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
    });
  }

  async deliver(mail: OutgoingMail): Promise<void> {
    try {
      await this.smtp.sendMail(messageOf(mail, this.from));
    } catch (error) {
      const { responseCode, command, message } = error as Error & { responseCode?: number; command?: string };
      // 5xx about this mail is final; about us (AUTH, greeting) an operator can mend it.
      const aboutMail = command === 'RCPT TO' || command === 'MAIL FROM' || command === 'DATA';
      if (aboutMail && responseCode && responseCode >= 500) throw new MailRefused(message, { cause: error });
      throw error;
    }
  }

  close(): void {
    this.smtp.close();
  }
}
