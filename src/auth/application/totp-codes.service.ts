import { Injectable } from '@nestjs/common';
import { Secret, TOTP } from 'otpauth';

import { AppConfig } from '../../platform/config/index.js';
import { SecretBox } from '../../platform/crypto/index.js';

const ISSUER = 'KyroChat';
/** What every authenticator app understands (RFC 6238). */
const FORM = { issuer: ISSUER, algorithm: 'SHA1', digits: 6, period: 30 };
const SECRET_BYTES = 20;
/** Clocks may differ by this many steps. */
const WINDOW = 1;

/** A new secret, as its owner gets to see it once, and as it is kept. */
export interface NewTotpSecret {
  base32: string;
  otpauthUrl: string;
  sealed: Buffer;
}

/** Makes the secrets of authenticator apps and checks their codes (RFC 6238). */
@Injectable()
export class TotpCodes {
  private readonly box: SecretBox;

  constructor(config: AppConfig) {
    this.box = new SecretBox(config.jwtSecret, 'kyrochat second factors');
  }

  newSecret(user: { id: string; email: string }): NewTotpSecret {
    const secret = new Secret({ size: SECRET_BYTES });
    return {
      base32: secret.base32,
      otpauthUrl: new TOTP({ ...FORM, label: user.email, secret }).toString(),
      sealed: this.box.seal(Buffer.from(secret.bytes), user.id),
    };
  }

  /** The 30 seconds (counted from 1970) whose code it is; undefined for a wrong one, or one of another time. */
  stepOf(code: string, sealed: Buffer, userId: string): number | undefined {
    const bytes = this.box.open(sealed, userId);
    if (!bytes) return undefined;
    // A copy of its own: a small Buffer is a view into a larger one, which the library would take whole.
    const secret = new Secret({ buffer: new Uint8Array(bytes).buffer });
    const now = Date.now();
    const delta = TOTP.validate({ ...FORM, secret, token: code, window: WINDOW, timestamp: now });
    return delta === null ? undefined : Math.floor(now / 1000 / FORM.period) + delta;
  }
}
