/**
 * A process that owns an embedded PostgreSQL, for tests that kill it: like the app, it stops the server on SIGINT and
 * SIGTERM. Usage: node embedded-postgres-process.mjs <path of the compiled launcher> <options as JSON>
 * Writes one JSON line: { url, port, cluster, logFile } or { code, message }.
 */
const [launcher, options] = process.argv.slice(2);
const { EmbeddedPostgres } = await import(launcher);
const log = (message) => process.stderr.write(`${message}\n`);

try {
  const postgres = await new EmbeddedPostgres({
    ...JSON.parse(options),
    logger: { info: log, warn: log, error: log },
    onLost: () => process.exit(3),
  }).start();
  const stop = () => void postgres.stop().then(() => process.exit(0));
  process.on('SIGINT', stop).on('SIGTERM', stop);
  process.stdout.write(`${JSON.stringify(postgres)}\n`);
  setInterval(() => undefined, 60_000);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ code: error.code, message: error.message })}\n`);
  process.exitCode = 1;
}
