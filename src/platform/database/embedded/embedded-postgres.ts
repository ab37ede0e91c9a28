import { setTimeout as delay } from 'node:timers/promises';
import { createCluster, DATABASE_NAME, hasCluster, removeDrafts, replaceSecret } from './cluster-init.js';
import { type ClusterLocation, locateCluster, ownerOf } from './cluster-location.js';
import { readSecret } from './cluster-secret.js';
import { findNativeBinaries, type NativeBinaries, usableBinaries } from './native-binaries.js';
import { OwnerLock } from './owner-lock.js';
import { retireOldServer } from './postmaster.js';
import { type RunningServer, startServer } from './server-process.js';
import { chooseSystemUser, type SystemUser } from './system-user.js';

const STOP_TIMEOUT_MS = 22_000;
const REVIVALS = 3;
const REVIVAL_WINDOW_MS = 60_000;

export interface EmbeddedPostgresLogger {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export interface EmbeddedPostgresOptions {
  /** The app's data folder; made when absent. The database lies in its subfolder `postgres`. */
  dataDir: string;
  logger: EmbeddedPostgresLogger;
  /** Settings of postgresql.conf as `name=value`, for example `max_connections=200`. */
  flags?: string[];
  /** Other binaries than those installed by npm: a folder with `bin`, `lib` and `share`, and their version. */
  native?: NativeBinaries;
  /** Called when the server came down while in use and could not be brought back; the app should end. */
  onLost?: (error: Error) => void;
}

export interface EmbeddedPostgresHandle {
  /** Connection string of the app's database, password included; the role is a superuser of this server. */
  url: string;
  port: number;
  /** PostgreSQL's data folder and log file; in /var/lib/kyrochat when the data folder is closed to its user. */
  cluster: string;
  logFile: string;
  /** Stops the server and frees the data folder, within 25 s. May be called more than once. */
  stop(): Promise<void>;
}

interface Installation {
  location: ClusterLocation;
  native: NativeBinaries;
  user: SystemUser;
  lock: OwnerLock;
}

/**
 * A PostgreSQL server that belongs to this process: started from npm's binaries on a free loopback port, stopped by a
 * watchdog when this process ends in any way, brought back when it comes down. Survives kill -9 of any of its parts.
 */
export class EmbeddedPostgres {
  private stopping = false;
  private stopped?: Promise<void>;
  private revivals: number[] = [];
  private server?: RunningServer;

  constructor(private readonly options: EmbeddedPostgresOptions) {}

  /** Throws EmbeddedPostgresError, whose message is for the operator. */
  async start(): Promise<EmbeddedPostgresHandle> {
    const installation = await this.claim();
    try {
      const secret = await this.makeReady(installation);
      const server = await this.launch(installation);
      this.server = server;
      this.superviseFrom(installation, server);
      const { cluster, logFile } = installation.location;
      return {
        url: `postgresql://${DATABASE_NAME}:${secret}@127.0.0.1:${server.port}/${DATABASE_NAME}`,
        port: server.port,
        cluster,
        logFile,
        stop: () => (this.stopped ??= this.stop(installation)),
      };
    } catch (error) {
      await installation.lock.release();
      throw error;
    }
  }

  /** Decides who runs what and where, and takes the data folder. */
  private async claim(): Promise<Installation> {
    const { dataDir, logger } = this.options;
    const native = this.options.native ?? (await findNativeBinaries());
    const chosen = await chooseSystemUser();
    const location = await locateCluster(dataDir, chosen);
    const user = await ownerOf(location, chosen);
    const lock = await OwnerLock.acquire(location.lockFile, dataDir);
    if (location.moved) {
      logger.warn(
        `PostgreSQL runs as ${user.name}, who may not enter ${dataDir}: its data lies in ${location.base}.`,
      );
    }
    try {
      const usable = await usableBinaries(native, user, location.base);
      if (usable.copied)
        logger.info(
          `PostgreSQL's programs were copied to ${usable.folder}, where ${user.name} may run them.`,
        );
      return { location, user, lock, native: usable };
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** Leaves a whole, stopped database; returns its password. */
  private async makeReady({ location, native, user }: Installation): Promise<string> {
    const { logger } = this.options;
    await removeDrafts(location);
    if (!(await hasCluster(location, native))) {
      logger.info(`Creating the database in ${location.cluster}.`);
      return createCluster(location, native, user, !this.flagIsOff('fsync'));
    }
    await retireOldServer(location.cluster, native, user, (message) => logger.warn(message));
    const secret = await readSecret(location.secretFile);
    if (secret) return secret;
    logger.warn(`${location.secretFile} is missing; the database gets a new password.`);
    return replaceSecret(location, native, user);
  }

  private async launch(
    { location, native, user, lock }: Installation,
    port?: number,
  ): Promise<RunningServer> {
    await lock.assertHeld();
    const onSlow = (message: string) => this.options.logger.info(message);
    const server = await startServer({
      location,
      native,
      user,
      port,
      flags: this.options.flags ?? [],
      onSlow,
    });
    server.process.unref();
    return server;
  }

  private superviseFrom(installation: Installation, server: RunningServer): void {
    void server.process.finished.then(({ code }) => {
      if (!this.stopping) void this.revive(installation, server.port, code);
    });
  }

  /** The server (or its watchdog) was killed from outside: the same port again, so that pools simply reconnect. */
  private async revive(installation: Installation, port: number, code: number | null): Promise<void> {
    const { logger, onLost } = this.options;
    const now = Date.now();
    this.revivals = [...this.revivals.filter((at) => at > now - REVIVAL_WINDOW_MS), now];
    try {
      if (this.revivals.length > REVIVALS)
        throw new Error(`it came down ${this.revivals.length} times in a minute`);
      logger.error(`PostgreSQL came down (code ${code ?? 'none'}); starting it again.`);
      await delay(100 * this.revivals.length);
      const { location, native, user } = installation;
      await retireOldServer(location.cluster, native, user, (message) => logger.warn(message));
      if (this.stopping) return;
      this.server = await this.launch(installation, port);
      if (this.stopping) return await this.server.process.stop();
      this.superviseFrom(installation, this.server);
      logger.info('PostgreSQL runs again.');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const lost = new Error(`PostgreSQL is lost: ${reason} Its log: ${installation.location.logFile}`);
      logger.error(lost.message);
      onLost?.(lost);
    }
  }

  private async stop({ location, native, user, lock }: Installation): Promise<void> {
    this.stopping = true;
    const timeout = new AbortController();
    const tooLong = delay(STOP_TIMEOUT_MS, 'late', { signal: timeout.signal, ref: true }).catch(
      () => 'stopped',
    );
    const end = await Promise.race([this.server?.process.stop().then(() => 'stopped'), tooLong]);
    timeout.abort();
    if (end === 'late') {
      this.options.logger.warn('PostgreSQL does not stop in time; stopping it at once.');
      await retireOldServer(location.cluster, native, user, () => undefined);
    }
    await lock.release();
  }

  private flagIsOff(name: string): boolean {
    return (this.options.flags ?? []).some((flag) => flag.replace(/\s/g, '') === `${name}=off`);
  }
}
