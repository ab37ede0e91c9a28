import { Injectable, Logger } from '@nestjs/common';

import { AppConfig } from '../config/index.js';
import { SecretBox } from '../crypto/index.js';
import { Database } from '../database/index.js';
import type { Mail } from './mailer.port.js';

/** A mail that this process alone may send, for a while. */
export interface ClaimedMail {
  id: string;
  mail: Mail;
  /** This one included. */
  attempts: number;
}

interface MailRow {
  template: Mail['template'];
  recipient: string;
  locale: string;
  sealedParams: Buffer;
  attempts: number;
}

/** Longer than any transport may take; then somebody else may try. */
const CLAIM_SECONDS = 120;

@Injectable()
export class MailRepository {
  private readonly logger = new Logger('Mail');
  private readonly box: SecretBox;

  constructor(
    private readonly database: Database,
    config: AppConfig,
  ) {
    this.box = new SecretBox(config.jwtSecret, 'kyrochat mails');
  }

  async insert(id: string, mail: Mail): Promise<void> {
    const sealed = this.box.seal(Buffer.from(JSON.stringify(mail.params)), id);
    await this.database.query(
      'INSERT INTO mails (id, template, recipient, locale, sealed_params) VALUES ($1, $2, $3, $4, $5)',
      [id, mail.template, mail.to, mail.locale, sealed],
    );
  }

  /** Undefined for a mail that is over, is not due, or is being sent by another. */
  async claim(id: string): Promise<ClaimedMail | undefined> {
    const [row] = await this.database.query<MailRow>(
      `UPDATE mails SET attempts = attempts + 1, due_at = now() + make_interval(secs => $2)
       WHERE id = $1 AND status = 'queued' AND due_at <= now() + interval '1 second'
       RETURNING template, recipient, locale, sealed_params AS "sealedParams", attempts`,
      [id, CLAIM_SECONDS],
    );
    if (!row) return undefined;
    const { template, recipient: to, locale, sealedParams, attempts } = row;
    const plain = this.box.open(sealedParams, id);
    if (!plain) return this.giveUp(id);
    const params = JSON.parse(plain.toString('utf8')) as Mail['params'];
    return { id, attempts, mail: { template, to, locale, params } };
  }

  /** Neither this attempt nor any other can read it. */
  private async giveUp(id: string): Promise<undefined> {
    this.logger.error(`mail ${id} is given up: it was sealed with another JWT_SECRET`);
    await this.end(id, 'failed', 'sealed with another JWT_SECRET');
  }

  async end(id: string, status: 'sent' | 'failed', error?: string): Promise<void> {
    await this.database.query(
      `UPDATE mails SET status = $2, sealed_params = NULL, last_error = $3, ended_at = now() WHERE id = $1`,
      [id, status, error ?? null],
    );
  }

  async postpone(id: string, seconds: number, error: string): Promise<void> {
    await this.database.query(
      'UPDATE mails SET due_at = now() + make_interval(secs => $2), last_error = $3 WHERE id = $1',
      [id, seconds, error],
    );
  }

  /** Mails whose job is late, so that it may be lost. */
  async overdue(seconds: number, limit: number): Promise<{ id: string; attempts: number }[]> {
    return this.database.query(
      `SELECT id, attempts FROM mails
       WHERE status = 'queued' AND due_at < now() - make_interval(secs => $1) ORDER BY due_at LIMIT $2`,
      [seconds, limit],
    );
  }

  async purge(days: number): Promise<void> {
    await this.database.query(
      `DELETE FROM mails WHERE status <> 'queued' AND ended_at < now() - make_interval(days => $1)`,
      [days],
    );
  }
}
