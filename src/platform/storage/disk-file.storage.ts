import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/id.js';
import { AppConfig } from '../config/index.js';
import { FileStorage, type StoredFile } from './file.storage.js';

const KEY = /^[a-zA-Z0-9_-][a-zA-Z0-9._-]*(\/[a-zA-Z0-9_-][a-zA-Z0-9._-]*)*$/;

/** No upload takes longer: what is older was left by a process that died. */
const ABANDONED_MS = 24 * 3_600_000;

/** Files under DATA_DIR/files. */
@Injectable()
export class DiskFileStorage extends FileStorage implements OnApplicationBootstrap {
  private readonly root: string;

  constructor(config: AppConfig) {
    super();
    this.root = join(config.dataDir, 'files');
  }

  async onApplicationBootstrap(): Promise<void> {
    const folder = join(this.root, 'partial');
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name);
      const info = await stat(path).catch(() => null);
      if (info && Date.now() - info.mtimeMs > ABANDONED_MS) await rm(path, { force: true });
    }
  }

  async write(key: string, source: Readable, limits: { maxBytes: number }): Promise<StoredFile> {
    const target = this.path(key);
    const partial = join(this.root, 'partial', newId());
    const meter = new Meter(limits.maxBytes);
    try {
      const file = await inFolderOf(partial, () => open(partial, 'wx', 0o600));
      // An accepted upload must survive a power cut, so its bytes are on the disk before its row is.
      await pipeline(source, meter, file.createWriteStream({ flush: true }));
      await inFolderOf(target, () => rename(partial, target));
    } catch (error) {
      source.destroy();
      await rm(partial, { force: true });
      throw isDiskFull(error) ? new DomainError('storage.full', 'storage_full', { cause: error }) : error;
    }
    return { sizeBytes: meter.bytes, sha256: meter.sha256.digest('hex') };
  }

  async read(key: string): Promise<Readable> {
    return createReadStream(await this.localPath(key));
  }

  async localPath(key: string): Promise<string> {
    const path = this.path(key);
    await access(path).catch((error: NodeJS.ErrnoException) => {
      // Anything else, as too many open files, may be over in a moment: nothing is given up for it.
      if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
      throw new DomainError('storage.missing', 'not_found');
    });
    return path;
  }

  async move(from: string, to: string): Promise<void> {
    const source = await this.localPath(from);
    await inFolderOf(this.path(to), () => rename(source, this.path(to)));
  }

  async delete(key: string): Promise<void> {
    await rm(this.path(key), { recursive: true, force: true });
  }

  private path(key: string): string {
    if (!KEY.test(key)) throw new Error(`not a storage key: ${JSON.stringify(key)}`);
    return join(this.root, ...key.split('/'));
  }
}

/** Counts and hashes what flows through, and stops it at the limit. */
class Meter extends Transform {
  bytes = 0;
  readonly sha256 = createHash('sha256');

  constructor(private readonly maxBytes: number) {
    super();
  }

  override _transform(
    chunk: Buffer,
    _encoding: string,
    done: (error?: Error | null, data?: Buffer) => void,
  ): void {
    this.bytes += chunk.length;
    if (this.bytes > this.maxBytes) {
      done(
        new DomainError('file.too_large', 'too_large', {
          params: { limitMb: Math.floor(this.maxBytes / 1_048_576) },
        }),
      );
      return;
    }
    this.sha256.update(chunk);
    done(null, chunk);
  }
}

/** Makes the folder only when it turns out to be missing: it is there for all files but the first. */
async function inFolderOf<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await mkdir(dirname(path), { recursive: true });
    return work();
  }
}

function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');
}
