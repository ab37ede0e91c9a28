/** Runs the compiled product as a user would, on an embedded database in a folder of its own, and looks inside. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '..', '..');
const PROBE = join(import.meta.dirname, 'loop-probe.mjs');

/** `env` on top of the defaults; `dataDir` to start on data that is there already. */
export async function startServerProcess({ env = {}, dataDir } = {}) {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'kyro-bench-')));
  // The embedded database runs as another user when we are root, and has to pass through.
  await chmod(folder, 0o711);
  const port = await freePort();
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [...(process.env.SERVER_NODE_FLAGS?.split(' ') ?? []), '--import', PROBE, join(ROOT, 'dist', 'main.js')],
    {
      env: {
        PATH: process.env.PATH,
        PORT: String(port),
        DATA_DIR: folder,
        LOG_LEVEL: 'error',
        RATE_LIMITS: 'off',
        ...env,
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  );
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, child);
  return {
    url,
    pid: child.pid,
    dataDir: folder,
    readyMs: performance.now() - started,
    /** Event-loop delay (ms) and CPU (ms) since the last call. */
    async probe() {
      const answer = once(child, 'message');
      child.send('probe');
      return (await answer)[0];
    },
    /** Proportional memory in MB of the server, its extraction children and its database. */
    memory: () => memoryOf(child.pid),
    async stop({ keepData = false } = {}) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      if (!keepData) await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(url, child) {
  for (;;) {
    if (child.exitCode !== null) throw new Error('the server ended before it was ready');
    const ready = await fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await delay(25);
  }
}

/** PSS counts a page that several processes share once in all, where RSS counts it for each. */
async function memoryOf(root) {
  const pids = [root, ...(await descendants(root))];
  const sizes = await Promise.all(
    pids.map(async (pid) => {
      const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
      const name = (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim();
      return { node: name === 'node', mb: Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024 };
    }),
  );
  const sum = (list) => list.reduce((total, { mb }) => total + mb, 0);
  const status = await readFile(`/proc/${root}/status`, 'utf8');
  return {
    serverRss: Number(/^VmRSS:\s+(\d+)/m.exec(status)[1]) / 1024,
    node: sum(sizes.filter(({ node }) => node)),
    all: sum(sizes),
  };
}

async function descendants(root) {
  const parents = new Map();
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    parents.set(Number(pid), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const found = [];
  for (let level = [root]; level.length > 0;) {
    level = [...parents].filter(([, parent]) => level.includes(parent)).map(([pid]) => pid);
    found.push(...level);
  }
  return found;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
