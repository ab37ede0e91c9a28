import { randomBytes } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import { hash, type Options, verify } from '@node-rs/argon2';

import { DomainError } from '../../kernel/domain-error.js';
import { PasswordHasher } from '../application/ports/password-hasher.port.js';

/** Argon2id (the library's default) with the first choice of OWASP's password storage cheat sheet. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } satisfies Options;
/** How a hash in PHC form begins that was made with them. */
const CURRENT = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`;
/** Hashes run on Node's four I/O threads: two leave room for files and names while many people sign in. */
const CONCURRENT = 2;

@Injectable()
export class Argon2PasswordHasher extends PasswordHasher {
  /** About five seconds of work; whoever comes later is told to come back. */
  protected readonly maxWaiting: number = 250;
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  /** Hash of a password nobody has. */
  private decoy?: Promise<string>;

  async hash(password: string): Promise<string> {
    return this.inTurn(() => hash(password, PARAMETERS));
  }

  async verify(password: string, stored: string | undefined): Promise<boolean> {
    this.decoy ??= hash(randomBytes(32), PARAMETERS);
    const against = stored ?? (await this.decoy);
    const matches = await this.inTurn(() => verify(against, password));
    return matches && stored !== undefined;
  }

  isOutdated(stored: string): boolean {
    return !stored.startsWith(CURRENT);
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.waiting.length >= this.maxWaiting) {
      throw new DomainError('auth.busy', 'unavailable', { retryAfter: 3 });
    }
    if (this.running >= CONCURRENT) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running++;
    try {
      return await work();
    } finally {
      // The place is handed over rather than freed, so that nobody overtakes.
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }
}
