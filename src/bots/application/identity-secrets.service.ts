import { randomBytes } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { AppConfig } from '../../platform/config/index.js';
import { SecretBox } from '../../platform/crypto/index.js';

/** Tells what it is when it turns up in a log or a repository. */
const PREFIX = 'kyro_is_';
const BYTES = 32;

/** Makes and opens the secrets with which sites sign who their users are. */
@Injectable()
export class IdentitySecrets {
  private readonly box: SecretBox;

  constructor(config: AppConfig) {
    this.box = new SecretBox(config.jwtSecret, 'kyrochat widget identities');
  }

  /** As its owner gets to see it once, and as it is kept. */
  make(botId: string): { secret: string; sealed: Buffer } {
    const secret = PREFIX + randomBytes(BYTES).toString('base64url');
    return { secret, sealed: this.box.seal(Buffer.from(secret), botId) };
  }

  /** The text itself is the key, so that every language signs with it as it stands. Undefined when it cannot be opened. */
  open(botId: string, sealed: Buffer): Buffer | undefined {
    return this.box.open(sealed, botId);
  }
}
