import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { AppConfig, type ConfigError } from './app-config.js';

describe('AppConfig', () => {
  let dataDir: string;
  beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'kyro-config-'))));
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  const problemsOf = (env: NodeJS.ProcessEnv): string[] => {
    try {
      AppConfig.load({ DATA_DIR: dataDir, ...env });
    } catch (error) {
      return (error as ConfigError).problems;
    }
    return [];
  };

  it('needs nothing: every variable has a default', () => {
    const config = AppConfig.load({ DATA_DIR: dataDir });
    expect(config).toMatchObject({ port: 3000, host: '127.0.0.1', chatModel: 'offline', maxUploadMb: 50 });
    expect(config.publicUrl).toBe('http://localhost:3000');
  });

  it('makes a secret once and keeps it to itself', () => {
    const first = AppConfig.load({ DATA_DIR: dataDir }).jwtSecret;
    expect(first.length).toBeGreaterThan(40);
    expect(AppConfig.load({ DATA_DIR: dataDir }).jwtSecret).toBe(first);
    expect(statSync(join(dataDir, 'jwt.secret')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(dataDir, 'jwt.secret'), 'utf8')).toBe(first);
  });

  it('reports every fault at once, by variable', () => {
    const problems = problemsOf({
      PORT: 'http',
      MAX_UPLOAD_MB: '0',
      DATABASE_URL: 'mysql://x',
      LOG_LEVEL: 'loud',
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(
      expect.arrayContaining(['PORT', 'MAX_UPLOAD_MB', 'DATABASE_URL', 'LOG_LEVEL']),
    );
  });

  it('refuses a production database without a secret', () => {
    const production = { NODE_ENV: 'production', DATABASE_URL: 'postgres://db/kyro' };
    expect(problemsOf(production)).toEqual([expect.stringContaining('JWT_SECRET')]);
    expect(problemsOf({ ...production, JWT_SECRET: 'k3Jv0pQ9xWm2ZtR7uYb5NcD8eFg1HaLs' })).toEqual([]);
  });

  it.each([
    'short',
    'a'.repeat(40),
    'please-change-me-please-change-me-please',
    'my-secret-my-secret-my-secret-my',
  ])('refuses the placeholder secret %p', (secret) =>
    expect(problemsOf({ JWT_SECRET: secret })).toEqual([expect.stringContaining('JWT_SECRET')]),
  );

  it('refuses a secret that is the password of another service, and a kept one that was cut short', () => {
    const secret = 'k3Jv0pQ9xWm2ZtR7uYb5NcD8eFg1HaLs';
    for (const [name, url] of [
      ['DATABASE_URL', `postgres://kyro:${secret}@db/kyro`],
      ['REDIS_URL', `redis://:${secret}@cache`],
      ['SMTP_URL', `smtps://kyro:${secret}@mail.example.com`],
    ]) {
      expect(problemsOf({ JWT_SECRET: secret, [name]: url })).toEqual([expect.stringContaining(name)]);
    }
    for (const text of ['', 'short']) {
      writeFileSync(join(dataDir, 'jwt.secret'), text);
      expect(problemsOf({})).toEqual([expect.stringContaining('JWT_SECRET')]);
    }
  });

  it('takes an empty variable as not set', () => expect(problemsOf({ PORT: '', REDIS_URL: '' })).toEqual([]));
});
