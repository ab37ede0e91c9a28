import type { AccountNotices } from '../../src/auth/application/account-notices.service.js';
import type { User } from '../../src/auth/domain/user.js';

type Notices = Pick<
  AccountNotices,
  'passwordChanged' | 'secondFactorChanged' | 'deletionScheduled' | 'deleted'
>;

/** Remembers what would have been sent: `name of the notice` and id of the person. */
export class RecordedNotices implements Notices {
  private readonly sent: { notice: string; userId: string }[] = [];

  passwordChanged = async (user: User) => this.record('password-changed', user);
  secondFactorChanged = async (user: User, enabled: boolean) =>
    this.record(`second-factor-${enabled ? 'on' : 'off'}`, user);
  deletionScheduled = async (user: User) => this.record('account-deletion-scheduled', user);
  deleted = async (user: User) => this.record('account-deleted', user);

  of(userId: string): string[] {
    return this.sent.filter((entry) => entry.userId === userId).map(({ notice }) => notice);
  }

  private record(notice: string, user: User): void {
    this.sent.push({ notice, userId: user.id });
  }
}
