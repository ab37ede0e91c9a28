import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { startTime } from './process-lock.mjs';

/** Where packages come from and how they are fetched: the only npm settings that a nested npm takes over. */
const KEPT =
  /^npm_config_(registry|.*proxy|noproxy|cafile|ca|cert|key|strict_ssl|userconfig|globalconfig|cache|.*auth.*|.*:.*)$/i;

/**
 * Runs npm as a user would: the npm above us must not hand down its flags, script names or NODE_ENV. `pidFile` names
 * the child while it runs. Returns its exit code.
 */
export function runNpm(cwd, pidFile, args) {
  const cli = process.env.npm_execpath;
  const own = cli && /npm-cli\.c?js$/.test(cli);
  return run(own ? process.execPath : 'npm', own ? [cli, ...args] : args, cwd, pidFile);
}

/** The same for a Node script. */
export function runNode(cwd, pidFile, args) {
  return run(process.execPath, args, cwd, pidFile);
}

/** Ends an npm or a compiler whose own starter was killed: it would work on the same folders as we. */
export async function endOrphan(pidFile) {
  const [pid, started] = (await readFile(pidFile, 'utf8').catch(() => '')).split(' ');
  const lives = () => started && startTime(Number(pid)) === started;
  if (lives()) process.kill(Number(pid), 'SIGKILL');
  for (let waited = 0; lives() && waited < 5_000; waited += 50) await delay(50);
  await rm(pidFile, { force: true });
}

function run(command, args, cwd, pidFile) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => (!/^npm_/i.test(name) || KEPT.test(name)) && !['NODE_ENV', 'INIT_CWD'].includes(name),
    ),
  );
  return new Promise((resolve) => {
    // Everything to stderr: stdout belongs to the command that is being prepared.
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 2, 2] });
    if (child.pid) writeFileSync(pidFile, `${child.pid} ${startTime(child.pid)}`);
    const passOn = (signal) => child.kill(signal);
    process.once('SIGINT', passOn).once('SIGTERM', passOn);
    child.once('error', (error) => {
      process.stderr.write(`kyrochat: ${command} does not run: ${error.message}\n`);
      resolve(1);
    });
    child.once('close', (code) => {
      rmSync(pidFile, { force: true });
      process.off('SIGINT', passOn).off('SIGTERM', passOn);
      resolve(code ?? 1);
    });
  });
}
