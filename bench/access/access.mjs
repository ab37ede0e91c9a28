/**
 * node bench/access/access.mjs [connections]
 * What it costs to know who is calling: CPU of the verification that every authenticated request goes through, beside
 * the bare check of the token's signature and a whole request; and what open connections cost that are looked at every
 * two seconds. Needs the compiled product.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { Child } from '../support/child.mjs';

const CONNECTIONS = Number(process.argv[2] ?? 5_000);
const REQUESTS = 3_000;
const SECONDS = 20;

const dataDir = await mkdtemp(join(tmpdir(), 'kyro-bench-'));
await chmod(dataDir, 0o711);
const server = await Child.start(join(import.meta.dirname, 'access-server.mjs'), {
  env: { DATA_DIR: dataDir },
});
try {
  const signature = await server.ask({ signature: 20_000 });
  const verify = await server.ask({ verify: 50_000 });
  const lookUp = await server.ask({ lookUp: 3_000 });
  const request = await costOfRequest();
  const us = (value) => `${value.toFixed(1)} us`;
  console.log(`signature alone          ${us(signature)}`);
  console.log(
    `verification, remembered ${us(verify)}; ${(verify / signature).toFixed(2)} times the signature alone, ` +
      `${((100 * verify) / request).toFixed(1)} % of a request (GET /auth/me, ${us(request)})`,
  );
  console.log(`verification, looked up  ${us(lookUp)} (at most once in 2 s for a session)`);
  const idle = await load();
  await server.ask({ hold: CONNECTIONS });
  await load(4);
  const held = await load();
  console.log(
    `${CONNECTIONS} connections held open, each with a token of its own: server ${percent(held.server)}, ` +
      `PostgreSQL ${percent(held.postgres)} of one core (idle ${percent(idle.server)}, ${percent(idle.postgres)})`,
  );
} finally {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}

async function costOfRequest() {
  const { url, token } = server.ready;
  const ask = async (times) => {
    for (let i = 0; i < times; i++) {
      const answer = await fetch(`${url}/api/v1/auth/me`, { headers: { authorization: `Bearer ${token}` } });
      if (!answer.ok) throw new Error(`answered ${answer.status}`);
      await answer.arrayBuffer();
    }
  };
  await ask(REQUESTS / 10);
  await server.ask('probe');
  await ask(REQUESTS);
  return ((await server.ask('probe')).cpuMs * 1_000) / REQUESTS;
}

/** Shares of one core. */
async function load(seconds = SECONDS) {
  const postgres = await server.postgresCpuMs();
  await server.ask('probe');
  await delay(seconds * 1_000);
  const { cpuMs } = await server.ask('probe');
  const postgresMs = (await server.postgresCpuMs()) - postgres;
  return { server: cpuMs / (seconds * 1_000), postgres: postgresMs / (seconds * 1_000) };
}

function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
