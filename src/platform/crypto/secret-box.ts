import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const KEY = 32;
const NONCE = 12;
const TAG = 16;

/**
 * Encrypts secrets that are kept, so that a copy of the database does not give them away: AES-256-GCM under a key that
 * HKDF derives from the installation's secret for one purpose. Whoever changes that secret gives up what was sealed.
 */
export class SecretBox {
  private readonly key: Buffer;

  constructor(secret: string, purpose: string) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', purpose, KEY));
  }

  /** `boundTo` names what the secret belongs to: moved to another row, it does not open. */
  seal(plain: Buffer, boundTo: string): Buffer {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv(ALGORITHM, this.key, nonce).setAAD(Buffer.from(boundTo));
    const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** Undefined for what this box did not seal, or not for this owner, or what was changed since. */
  open(sealed: Buffer, boundTo: string): Buffer | undefined {
    if (sealed.length < NONCE + TAG) return undefined;
    const decipher = createDecipheriv(ALGORITHM, this.key, sealed.subarray(0, NONCE), { authTagLength: TAG });
    decipher.setAAD(Buffer.from(boundTo)).setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]);
    } catch {
      return undefined;
    }
  }
}
