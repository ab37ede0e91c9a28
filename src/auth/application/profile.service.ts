import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { AuditTrail } from '../../platform/audit/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import type { User } from '../domain/user.js';
import { UserRepository } from './ports/user.repository.js';

/** What a person may see and change of their own account. */
@Injectable()
export class ProfileService {
  constructor(
    private readonly users: UserRepository,
    private readonly transactions: TransactionRunner,
    private readonly audit: AuditTrail,
  ) {}

  /** Throws `auth.unauthenticated` when the account is gone. */
  async get(userId: string): Promise<User> {
    return existing(await this.users.find(userId));
  }

  /** Leaves what is not given as it is. Throws `auth.unauthenticated` when the account is gone. */
  async update(userId: string, changes: { name?: string; locale?: string }): Promise<User> {
    const fields = (['name', 'locale'] as const).filter((field) => changes[field] !== undefined);
    return this.transactions.run(async () => {
      const user = existing(await this.users.update(userId, changes));
      if (fields.length > 0) {
        const target = { type: 'user', id: userId };
        await this.audit.record({
          action: 'user.profile_changed',
          target,
          detail: { fields: fields.join(', ') },
        });
      }
      return user;
    });
  }
}

function existing(user: User | undefined): User {
  if (!user) throw new DomainError('auth.unauthenticated', 'unauthenticated');
  return user;
}
