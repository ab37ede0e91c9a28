/**
 * The real application, which measures itself from within. Run as a child with an IPC channel: sends {url, token} when
 * ready, then answers {verify}, {lookUp}, {signature}: CPU microseconds of each; {hold: n}: keeps n sessions open;
 * 'probe': CPU in ms since the last.
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { JwtService } from '@nestjs/jwt';

const dist = process.env.BENCH_DIST ?? join(import.meta.dirname, '..', '..', 'dist');
if (!existsSync(join(dist, 'server.js'))) throw new Error('build the product first: npm run build');
const load = (path) => import(join(dist, path));

const { startServer } = await load('server.js');
const { AppConfig } = await load('platform/config/index.js');
const { createLogger } = await load('platform/logging/index.js');
const { AccessChanges, CallerVerifier } = await load('platform/http/access/index.js');
const { LiveAccess } = await load('platform/realtime/index.js');
const { Database } = await load('platform/database/index.js');
const { AccessTokens, AUDIENCE } = await load('auth/application/access-tokens.service.js');
const { SigningKey } = await load('auth/application/signing-key.js');

const config = AppConfig.load({ RATE_LIMITS: 'off', ...process.env, PORT: '0', LOG_LEVEL: 'error' });
const server = await startServer(config, createLogger('error'));
const get = (type) => server.app.get(type, { strict: false });
const [verifier, changes, live, database, tokens] = [
  CallerVerifier,
  AccessChanges,
  LiveAccess,
  Database,
  AccessTokens,
].map(get);
const secret = get(SigningKey).secret;

const url = server.url.replace('localhost', '127.0.0.1');
const answer = await fetch(`${url}/api/v1/auth/register`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ email: 'bench@example.com', password: 'a long bench password' }),
});
const { accessToken: token, user } = await answer.json();

/** CPU microseconds of one call of `work`, the mean of many. */
async function costOf(times, work) {
  for (let i = 0; i < times / 10; i++) await work();
  const before = process.cpuUsage();
  for (let i = 0; i < times; i++) await work();
  const { user: own, system } = process.cpuUsage(before);
  return (own + system) / times;
}

/** Sessions of one person, each with a token that is held open as a socket holds it. */
async function hold(count) {
  const ids = Array.from({ length: count }, () => randomUUID());
  await database.query(
    `INSERT INTO sessions (id, user_id, user_agent, ip, expires_at)
     SELECT id, $2, 'bench', '127.0.0.1', now() + interval '1 day' FROM unnest($1::uuid[]) id`,
    [ids, user.id],
  );
  const caller = await verifier.verify(token);
  for (const id of ids) {
    const held = tokens.sign({ id, userId: user.id }, AUDIENCE.api, 900);
    live.watch({ token: held, caller }, { ended: () => process.exit(3) });
  }
}

let cpu = process.cpuUsage();
process.on('message', async (message) => {
  if (message === 'stop') {
    await server.stop();
    process.exit(0);
  }
  if (message.verify) process.send(await costOf(message.verify, () => verifier.verify(token)));
  else if (message.signature) {
    const jwt = new JwtService();
    const options = { secret, algorithms: ['HS256'], issuer: 'kyrochat', audience: AUDIENCE.api };
    process.send(await costOf(message.signature, () => jwt.verify(token, options)));
  } else if (message.lookUp) {
    const forgotten = () => (changes.userChanged(user.id), verifier.verify(token));
    process.send(await costOf(message.lookUp, forgotten));
  } else if (message.hold) {
    await hold(message.hold);
    process.send('held');
  } else {
    const { user: own, system } = process.cpuUsage(cpu);
    cpu = process.cpuUsage();
    process.send({ cpuMs: (own + system) / 1000 });
  }
});
process.send({ url, token });
