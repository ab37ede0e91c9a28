/** Loaded into the server by the benchmarks: answers `probe` with what the event loop and the CPU did since the last. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

const histogram = monitorEventLoopDelay({ resolution: 5 });
histogram.enable();
let cpu = process.cpuUsage();

process.on('message', (message) => {
  if (message !== 'probe') return;
  const { user, system } = process.cpuUsage(cpu);
  process.send({
    loopP99: histogram.percentile(99) / 1e6,
    loopMax: histogram.max / 1e6,
    cpuMs: (user + system) / 1000,
  });
  histogram.reset();
  cpu = process.cpuUsage();
});
// A benchmark that was killed leaves no server behind.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The channel must not keep the server alive.
process.channel?.unref();
