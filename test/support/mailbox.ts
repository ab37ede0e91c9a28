import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import PostalMime from 'postal-mime';

import { waitFor } from './wait-for.js';

export interface ReceivedMail {
  file: string;
  template: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
}

/** What the application has written to its outbox folder. */
export class Mailbox {
  constructor(private readonly dataDir: string) {}

  /** Oldest first. */
  async all(): Promise<ReceivedMail[]> {
    const folder = join(this.dataDir, 'outbox');
    const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml')).sort();
    return Promise.all(files.map(async (name) => readMail(name, await readFile(join(folder, name)))));
  }

  /** Those to one address, of one template when it is named. */
  async to(address: string, template?: string): Promise<ReceivedMail[]> {
    const mails = await this.all();
    return mails.filter((mail) => mail.to === address && (!template || mail.template === template));
  }

  /** Waits for the newest mail of its kind; `after` of them have come before. */
  async next(address: string, template: string, after = 0): Promise<ReceivedMail> {
    const found = await waitFor(`a mail ${template} to ${address}`, async () => {
      const mails = await this.to(address, template);
      return mails.length > after ? mails.at(-1) : undefined;
    });
    return found;
  }

  /** The token in the link of a mail. */
  static token({ text }: ReceivedMail): string {
    const token = /[?&]token=([\w-]+)/.exec(text)?.[1];
    if (!token) throw new Error(`no token in: ${text}`);
    return token;
  }
}

export async function readMail(file: string, raw: Buffer | string): Promise<ReceivedMail> {
  const { to, subject = '', text = '', html = '', headers } = await PostalMime.parse(raw);
  return {
    file,
    template: /Z-(.+)-[0-9a-f]{8}-[0-9a-f-]{27}\.eml$/.exec(file)?.[1] ?? '',
    to: (to ?? []).map(({ address }) => address).join(', '),
    subject,
    text,
    html,
    headers: Object.fromEntries(headers.map(({ key, value }) => [key, value])),
  };
}
