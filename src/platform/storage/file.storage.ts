import type { Readable } from 'node:stream';

export interface StoredFile {
  sizeBytes: number;
  /** Lower-case hex of the content's SHA-256. */
  sha256: string;
}

/**
 * Keeps uploaded files. Keys are made by us (`documents/<workspace id>/<document id>/<version>`), never from a
 * client's text: segments of `[a-zA-Z0-9._-]`, separated by `/`.
 */
export abstract class FileStorage {
  /**
   * Streams `source` to `key`, atomically: readers see the whole file or none. Throws `file.too_large` (too_large)
   * past `maxBytes`, `storage.full` (storage_full) when the disk is; the partial file is removed in every case.
   */
  abstract write(key: string, source: Readable, limits: { maxBytes: number }): Promise<StoredFile>;
  /** Throws `storage.missing` (not_found) when there is no such file. */
  abstract read(key: string): Promise<Readable>;
  /** A path on this machine with the file's content, valid until the file is deleted. Throws `storage.missing`. */
  abstract localPath(key: string): Promise<string>;
  /** Moves a file, replacing what was at `to`. Throws `storage.missing`. */
  abstract move(from: string, to: string): Promise<void>;
  /** Removes the file or, for a key that names a folder, everything in it; nothing there is fine. */
  abstract delete(key: string): Promise<void>;
}
