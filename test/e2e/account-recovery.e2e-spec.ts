import { Secret, TOTP } from 'otpauth';

import { registerUser } from '../factories/user.factory.js';
import { ApiClient } from '../support/api-client.js';
import { Mailbox } from '../support/mailbox.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

describe('a forgotten password', () => {
  let server: TestApp;

  beforeAll(async () => {
    server = await startTestApp();
  });
  afterAll(() => server.close());

  it('is no way around the second factor', async () => {
    const api = new ApiClient(server.url);
    const { email, password, api: signedIn } = await registerUser(server.url);
    const { secret } = (await signedIn.post('/auth/totp', { password })).body as { secret: string };
    const totp = new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 });
    const { body } = await signedIn.post('/auth/totp/confirm', { code: totp.generate() });

    await api.post('/auth/forgot-password', { email });
    const token = Mailbox.token(await new Mailbox(server.config.dataDir).next(email, 'reset-password'));
    const renewed = 'another password altogether';
    const reset = await api.post('/auth/reset-password', { token, password: renewed });
    expect(reset.status).toBe(204);
    expect(reset.text).toBe('');
    expect(reset.headers['set-cookie']).toBeUndefined();

    const without = await api.post('/auth/login', { email, password: renewed });
    expect([without.status, without.body.code]).toEqual([401, 'auth.second_factor_required']);
    const [code] = body.recoveryCodes as string[];
    expect((await api.post('/auth/login', { email, password: renewed, totp: code })).status).toBe(200);
  });
});
