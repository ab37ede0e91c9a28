import { createBot, type TestBot } from '../../factories/bot.factory.js';
import { registerUser, type TestUser } from '../../factories/user.factory.js';
import { ApiClient } from '../../support/api-client.js';
import { withClient } from '../../support/postgres.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';

const DEFAULTS = {
  enabled: true,
  allowedDomains: [],
  theme: { primaryColor: '#0f766e', mode: 'auto', position: 'right', launcherIcon: 'chat' },
  texts: {},
  showSources: true,
  identity: 'off',
};
const SITE = 'https://shop.example';

describe('the widget of a bot', () => {
  let server: TestApp;
  let owner: TestUser;
  let stranger: TestUser;
  let bot: TestBot;

  beforeAll(async () => {
    server = await startTestApp();
    owner = await registerUser(server.url);
    stranger = await registerUser(server.url);
  });
  beforeEach(async () => {
    bot = await createBot(owner.api, {
      config: { systemPrompt: 'Secret prompt.', welcomeMessage: 'Welcome!', suggestedQuestions: ['When?'] },
    });
  });
  afterAll(() => server.close());

  const set = (body: object) => owner.api.put(`/bots/${bot.id}/widget`, body);
  const shown = (origin?: string) => {
    const call = new ApiClient(server.url).get(`/public/bots/${bot.publicKey}`);
    return origin === undefined ? call : call.set('Origin', origin);
  };
  const sql = <T>(text: string, params: unknown[]) =>
    withClient(server.config.databaseUrl!, async (client) => (await client.query(text, params)).rows as T[]);

  describe('is configured:', () => {
    it('it works before anybody says anything, and is closed to every site', async () => {
      expect((await owner.api.get(`/bots/${bot.id}/widget`)).body).toEqual(DEFAULTS);
    });

    it('what is said is kept, and what is left out is as it was at first', async () => {
      const whole = {
        enabled: true,
        allowedDomains: ['shop.example', '*.shop.example', 'localhost:8080'],
        theme: { primaryColor: '#b91c1c', mode: 'dark', position: 'left', launcherIcon: 'spark' },
        texts: {
          en: { title: 'Ask us' },
          'pt-BR': { welcomeMessage: 'Olá!\nTudo bem?', launcherLabel: 'Abrir' },
        },
        showSources: false,
        identity: 'optional',
      };
      const answer = await set(whole);
      expect([answer.status, answer.body]).toEqual([200, whole]);
      expect((await owner.api.get(`/bots/${bot.id}/widget`)).body).toEqual(whole);
      expect((await set({ theme: { mode: 'light' } })).body).toEqual({
        ...DEFAULTS,
        theme: { ...DEFAULTS.theme, mode: 'light' },
      });
    });

    it('domains are kept in one spelling, each once', async () => {
      const { body } = await set({ allowedDomains: [' Shop.Example', 'shop.example', 'bücher.example'] });
      expect(body.allowedDomains).toEqual(['shop.example', 'xn--bcher-kva.example']);
    });

    it.each<[string, object]>([
      ['allowedDomains', { allowedDomains: ['https://shop.example'] }],
      ['allowedDomains', { allowedDomains: ['*'] }],
      ['allowedDomains', { allowedDomains: Array.from({ length: 51 }, (_, i) => `s${i}.example`) }],
      ['allowedDomains', { allowedDomains: 'shop.example' }],
      ['allowedDomains', { allowedDomains: [{}] }],
      ['allowedDomains', { allowedDomains: null }],
      ['theme.primaryColor', { theme: { primaryColor: 'red;}body{display:none' } }],
      ['theme.primaryColor', { theme: { primaryColor: '#fff' } }],
      ['theme.mode', { theme: { mode: 'DARK' } }],
      ['theme.position', { theme: { position: 'top' } }],
      ['theme.launcherIcon', { theme: { launcherIcon: 'https://evil.example/x.svg' } }],
      ['theme.css', { theme: { css: 'x' } }],
      ['texts', { texts: [] }],
      ['texts', { texts: { en: 'Hello' } }],
      ['texts', { texts: { 'not a tag': { title: 'x' } } }],
      ['texts', { texts: { en: { html: '<b>' } } }],
      ['texts', { texts: { en: { title: 'x'.repeat(81) } } }],
      ['texts', { texts: { en: { title: 'two\nlines' } } }],
      ['texts', { texts: { en: { title: 7 } } }],
      ['identity', { identity: 'maybe' }],
      ['enabled', { enabled: 'yes' }],
      ['showSources', { showSources: null }],
      ['secret', { secret: 'x' }],
    ])('%s is refused when it is %j', async (path, body) => {
      const answer = await set(body);
      expect([answer.status, answer.body.code]).toEqual([422, 'validation.failed']);
      expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
      expect(answer.body.errors[0].message).not.toMatch(/validation\./);
    });

    it('it is absent to strangers and closed to viewers, who may look', async () => {
      for (const call of [
        stranger.api.get(`/bots/${bot.id}/widget`),
        stranger.api.put(`/bots/${bot.id}/widget`, {}),
        stranger.api.post(`/bots/${bot.id}/widget/identity-secret`),
      ]) {
        const answer = await call;
        expect([answer.status, answer.body.code]).toEqual([404, 'bot.not_found']);
      }
    });

    it('every change is in the audit log, by the names of what changed', async () => {
      await set({ enabled: false, identity: 'required', texts: { en: { title: 'Confidential' } } });
      await owner.api.post(`/bots/${bot.id}/widget/identity-secret`).expect(200);
      const rows = await sql<{ action: string; detail: object }>(
        `SELECT action, detail FROM audit_events WHERE target_id = $1 AND action LIKE 'bot.%' ORDER BY id`,
        [bot.id],
      );
      expect(rows.slice(1)).toEqual([
        { action: 'bot.widget_changed', detail: { fields: 'enabled, texts, identity' } },
        { action: 'bot.identity_secret_rotated', detail: {} },
      ]);
    });

    it('its identity secret is shown once, sealed where it is kept, and new each time', async () => {
      const first = await owner.api.post(`/bots/${bot.id}/widget/identity-secret`);
      const second = await owner.api.post(`/bots/${bot.id}/widget/identity-secret`);
      expect(first.body).toEqual({ secret: expect.stringMatching(/^kyro_is_[\w-]{43}$/) });
      expect(first.headers['cache-control']).toBe('no-store');
      expect(second.body.secret).not.toBe(first.body.secret);
      const [row] = await sql<{ row: string }>('SELECT w::text AS row FROM bot_widgets w WHERE bot_id = $1', [
        bot.id,
      ]);
      const hex = Buffer.from(second.body.secret as string).toString('hex');
      expect(row.row).not.toContain(second.body.secret);
      expect(row.row).not.toContain(hex);
      expect((await owner.api.get(`/bots/${bot.id}/widget`)).text).not.toContain('kyro_is_');
    });

    it('it goes with its bot', async () => {
      await set({ allowedDomains: ['shop.example'] });
      await owner.api.delete(`/bots/${bot.id}`).expect(204);
      expect(await sql('SELECT 1 FROM bot_widgets WHERE bot_id = $1', [bot.id])).toEqual([]);
      expect((await shown()).body.code).toBe('bot.not_found');
    });
  });

  describe('is shown to everybody:', () => {
    it('what stands on the page anyway, and nothing else', async () => {
      await set({
        texts: { en: { title: 'Ask us' } },
        identity: 'optional',
        allowedDomains: ['shop.example'],
      });
      const answer = await shown();
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({
        botId: bot.id,
        name: bot.name,
        welcomeMessage: 'Welcome!',
        suggestedQuestions: ['When?'],
        theme: DEFAULTS.theme,
        texts: { en: { title: 'Ask us' } },
        showSources: true,
        identity: 'optional',
      });
      expect(answer.text).not.toMatch(/prompt|workspace|shop\.example|model|example\.com/i);
    });

    it('it may be kept for a minute, and asked for again by its mark', async () => {
      const first = await shown();
      expect(first.headers['cache-control']).toBe('public, max-age=60');
      expect(first.headers.vary).toMatch(/\borigin\b/i);
      const again = await shown().set('If-None-Match', first.headers.etag);
      expect([again.status, again.text]).toEqual([304, '']);
      await set({ theme: { mode: 'dark' } });
      expect((await shown().set('If-None-Match', first.headers.etag)).status).toBe(200);
    });

    it.each([
      ['nobody’s', 'AAAAAAAAAAAAAAAAAAAAAAAA'],
      ['an id', '01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d92'],
      ['no key at all', '%00'],
      ['very long', 'x'.repeat(2_000)],
      ['SQL', "'%20OR%20true--"],
    ])('a key that is %s is absent', async (_, key) => {
      const answer = await new ApiClient(server.url).get(`/public/bots/${key}`);
      expect([answer.status, answer.body.code]).toEqual([404, 'bot.not_found']);
      expect(answer.headers['cache-control']).toBe('no-store');
    });

    it('one that is switched off is absent at once, and back at once', async () => {
      await shown().expect(200);
      await set({ enabled: false });
      expect((await shown()).body.code).toBe('bot.not_found');
      await set({});
      await shown().expect(200);
    });

    it('pages of sites that its owner has not named do not get it', async () => {
      const refused = await shown(SITE);
      expect([refused.status, refused.body.code]).toEqual([403, 'widget.origin_not_allowed']);
      expect(refused.headers['cache-control']).toBe('no-store');
      await set({ allowedDomains: ['shop.example'] });
      await shown(SITE).expect(200);
      await shown('https://evilshop.example').expect(403);
    });

    it('our own pages always do', async () => {
      await shown(server.url).expect(200);
      await shown(server.config.publicUrl).expect(200);
    });
  });
});
