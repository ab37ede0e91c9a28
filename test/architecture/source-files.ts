import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';

import ts from 'typescript';

/** A source file and what it imports: paths inside `src` without extension, or package names. */
export interface SourceFile {
  /** Relative to `src`, with forward slashes: `bots/application/bots.service.ts`. */
  path: string;
  text: string;
  imports: string[];
}

export const ROOT = resolve(__dirname, '../..');

/** Every TypeScript file below a folder of the repository. */
export function listFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? listFiles(path) : path.endsWith('.ts') ? [path] : [];
  });
}

export function readSources(folder = join(ROOT, 'src')): SourceFile[] {
  return listFiles(folder).map((file) => sourceFile(relative(folder, file), readFileSync(file, 'utf8')));
}

/** Parses imports; also used to seed defects into the rules' own tests. */
export function sourceFile(path: string, text: string): SourceFile {
  const { importedFiles } = ts.preProcessFile(text, true, true);
  const imports = importedFiles.map(({ fileName }) =>
    fileName.startsWith('.')
      ? posix.normalize(posix.join(dirname(path), fileName)).replace(/\.js$/, '')
      : packageName(fileName),
  );
  return { path, text, imports };
}

function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}

export function isTest(file: SourceFile): boolean {
  return /\.spec\.ts$/.test(file.path);
}

export function isInside(importPath: string, files: SourceFile[]): boolean {
  return files.some((file) => file.path === `${importPath}.ts`);
}
