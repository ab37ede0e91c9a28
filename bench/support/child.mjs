/** A child process that is asked and answers over its IPC channel, one message at a time. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';

export class Child {
  static async start(script, { env = {}, waits = true } = {}) {
    const process_ = fork(script, {
      env: { ...process.env, ...env },
      execArgv: script.includes('server') ? (process.env.SERVER_NODE_FLAGS?.split(' ') ?? []) : [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const child = new Child(process_);
    child.ready = waits ? await child.answer() : undefined;
    return child;
  }

  constructor(child) {
    this.process = child;
  }

  async ask(message) {
    const answer = this.answer();
    this.process.send(message);
    return answer;
  }

  async answer() {
    const given = new AbortController();
    const { signal } = given;
    const ended = once(this.process, 'exit', { signal }).then(([code]) => {
      throw new Error(`${this.process.spawnargs.at(-1)} ended with ${code}`);
    });
    try {
      return (await Promise.race([once(this.process, 'message', { signal }), ended]))[0];
    } finally {
      ended.catch(() => {});
      given.abort();
    }
  }

  async stop() {
    const ended = once(this.process, 'exit');
    this.process.send('stop');
    await ended;
  }

  /** CPU milliseconds so far of the PostgreSQL that this process has started, backends that have ended included. */
  async postgresCpuMs() {
    let ticks = 0;
    const { parents, stats } = await processTable();
    for (const [pid, { name, cpuTicks }] of stats) {
      if (name === 'postgres' && descends(pid, this.process.pid, parents)) ticks += cpuTicks;
    }
    return ticks * 10;
  }
}

async function processTable() {
  const parents = new Map();
  const stats = new Map();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    parents.set(Number(name), Number(fields[1]));
    const comm = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    // Own time, user and system, and that of children that have ended.
    const cpuTicks = fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
    stats.set(Number(name), { name: comm, cpuTicks });
  }
  return { parents, stats };
}

function descends(pid, ancestor, parents) {
  for (let at = pid; at > 1; at = parents.get(at) ?? 0) if (at === ancestor) return true;
  return false;
}
