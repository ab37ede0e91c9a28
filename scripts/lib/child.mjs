import { spawn } from 'node:child_process';

/** Where packages come from and how they are fetched: the only npm settings that a nested npm takes over. */
const KEPT = /^npm_config_(registry|.*proxy|noproxy|cafile|ca|cert|key|strict_ssl|userconfig|globalconfig|cache|.*auth.*|.*:.*)$/i;

/** Runs npm as a user would: the npm above us must not hand down its flags, script names or NODE_ENV. */
export function runNpm(cwd, args) {
  const cli = process.env.npm_execpath;
  const own = cli && /npm-cli\.c?js$/.test(cli);
  return run(own ? process.execPath : 'npm', own ? [cli, ...args] : args, cwd);
}

/** Runs a Node script; returns its exit code. */
export function runNode(cwd, args) {
  return run(process.execPath, args, cwd);
}

function run(command, args, cwd) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => (!/^npm_/i.test(name) || KEPT.test(name)) && !['NODE_ENV', 'INIT_CWD'].includes(name),
    ),
  );
  return new Promise((resolve) => {
    // Everything to stderr: stdout belongs to the command that is being prepared.
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 2, 2] });
    const passOn = (signal) => child.kill(signal);
    process.once('SIGINT', passOn).once('SIGTERM', passOn);
    child.once('error', (error) => {
      process.stderr.write(`kyrochat: ${command} does not run: ${error.message}\n`);
      resolve(1);
    });
    child.once('close', (code) => {
      process.off('SIGINT', passOn).off('SIGTERM', passOn);
      resolve(code ?? 1);
    });
  });
}
