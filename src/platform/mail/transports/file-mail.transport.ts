import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Logger } from '@nestjs/common';
import { createTransport } from 'nodemailer';

import { MailTransport, type OutgoingMail } from './mail.transport.js';
import { messageOf } from './message.js';

/** Writes mails as .eml files, which every mail program opens; for trying out, and where there is no mail server. */
export class FileMailTransport extends MailTransport {
  private readonly logger = new Logger('Mail');
  private readonly writer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

  constructor(
    private readonly folder: string,
    private readonly from: string,
  ) {
    super();
  }

  async deliver(mail: OutgoingMail): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const ending = `-${mail.template}-${mail.id}.eml`;
    // An earlier attempt got this far.
    if ((await readdir(this.folder)).some((name) => name.endsWith(ending))) return;
    const { message } = await this.writer.sendMail(messageOf(mail, this.from));
    const time = new Date().toISOString().replace(/[:.]/g, '-');
    const file = join(this.folder, `${time}${ending}`);
    await writeFile(`${file}.part`, message as Buffer, { mode: 0o600 });
    await rename(`${file}.part`, file);
    this.logger.log(`no SMTP_URL is set: a mail (${mail.template}) was written to ${file}`);
  }
}
