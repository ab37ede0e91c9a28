import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import type { User } from '../domain/user.js';
import { UserRepository } from './ports/user.repository.js';

/** What a person may see and change of their own account. */
@Injectable()
export class ProfileService {
  constructor(private readonly users: UserRepository) {}

  /** Throws `auth.unauthenticated` when the account is gone. */
  async get(userId: string): Promise<User> {
    return existing(await this.users.find(userId));
  }

  /** Leaves what is not given as it is. Throws `auth.unauthenticated` when the account is gone. */
  async update(userId: string, changes: { name?: string; locale?: string }): Promise<User> {
    return existing(await this.users.update(userId, changes));
  }
}

function existing(user: User | undefined): User {
  if (!user) throw new DomainError('auth.unauthenticated', 'unauthenticated');
  return user;
}
