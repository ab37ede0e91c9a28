import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const WAIT_MS = 120_000;

/** A server of its own with nothing in it yet, as after the first `npm start`. `stop` leaves nothing behind. */
export async function startServer(main) {
  const folder = await mkdtemp(join(tmpdir(), 'kyrochat-pictures-'));
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, DATA_DIR: folder, PORT: '0', RATE_LIMITS: 'off', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const printed = await ready(child);
    const home = /ready at (\S+)/.exec(printed)[1];
    return { home, mailed: (address, path) => mailed(join(folder, 'outbox'), address, path), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function ready(child) {
  return new Promise((resolve, reject) => {
    let printed = '';
    const late = setTimeout(() => reject(new Error('the server did not start in time')), WAIT_MS);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    child.stdout.on('data', (piece) => {
      printed += piece;
      if (!printed.includes('Stop')) return;
      clearTimeout(late);
      resolve(printed);
    });
  });
}

/** The link to a page of the console in a mail to the address, from its path on. */
async function mailed(outbox, address, path) {
  const until = Date.now() + WAIT_MS;
  while (Date.now() < until) {
    for (const name of await readdir(outbox).catch(() => [])) {
      // Quoted-printable breaks long lines.
      const mail = (await readFile(join(outbox, name), 'utf8')).replace(/=\r?\n/g, '').replaceAll('=3D', '=');
      const link = new RegExp(`${path}\\?token=[\\w.-]+`).exec(mail);
      if (mail.includes(address) && link) return link[0];
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no mail to ${address} with a link to ${path}`);
}
