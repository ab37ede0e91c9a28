import { Injectable } from '@nestjs/common';

import { AppConfig } from '../../platform/config/index.js';
import { requestContext } from '../../platform/http/context/index.js';
import { Mailer } from '../../platform/mail/index.js';
import type { User } from '../domain/user.js';
import { UserRepository } from './ports/user.repository.js';

/** Tells people by mail what happened to their account. Call it inside the transaction in which it happens. */
@Injectable()
export class AccountNotices {
  constructor(
    private readonly mailer: Mailer,
    private readonly config: AppConfig,
    private readonly users: UserRepository,
  ) {}

  async passwordChanged(user: User): Promise<void> {
    const { email: to, locale, name } = user;
    await this.mailer.send({
      template: 'password-changed',
      to,
      locale,
      params: { name, ...circumstances() },
    });
  }

  async secondFactorChanged(user: User, enabled: boolean): Promise<void> {
    const { email: to, locale, name } = user;
    const params = { name, enabled, ...circumstances() };
    await this.mailer.send({ template: 'second-factor-changed', to, locale, params });
  }

  async deletionScheduled(user: User, at: Date): Promise<void> {
    const { email: to, locale, name } = user;
    const params = { name, link: this.config.publicUrl, date: dayOf(at) };
    await this.mailer.send({ template: 'account-deletion-scheduled', to, locale, params });
  }

  async deleted(user: User): Promise<void> {
    const { email: to, locale, name } = user;
    await this.mailer.send({ template: 'account-deleted', to, locale, params: { name } });
  }

  /** To somebody who owns a workspace from now on, because its only owner's account is deleted. */
  async inherited(heirId: string, workspace: string): Promise<void> {
    const heir = await this.users.find(heirId);
    if (!heir) return;
    const { email: to, locale, name } = heir;
    const params = { name, workspace, link: this.config.publicUrl };
    await this.mailer.send({ template: 'ownership-inherited', to, locale, params });
  }
}

function circumstances(): { time: string; ip: string } {
  const time = `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return { time, ip: requestContext.getStore()?.ip ?? '' };
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
