import { Secret, TOTP } from 'otpauth';

import type { TestUser } from '../../factories/user.factory.js';

/** Prepares a second factor for the account, and says the code that turns it on. */
export async function freshCode({ api, password }: TestUser): Promise<string> {
  const { secret } = (await api.post('/auth/totp', { password })).body as { secret: string };
  return codeOf(secret);
}

/** Turns a second factor on; what proves that it is the owner's, from now on. */
export async function withSecondFactor({ api, password }: TestUser): Promise<object> {
  const { secret } = (await api.post('/auth/totp', { password })).body as { secret: string };
  const { body } = await api.post('/auth/totp/confirm', { code: codeOf(secret) });
  const { recoveryCodes } = body as { recoveryCodes: string[] };
  return { password, code: recoveryCodes[0] };
}

function codeOf(secret: string): string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 });
  return totp.generate({ timestamp: Date.now() });
}
