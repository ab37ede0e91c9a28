import { basename } from 'node:path';

import { listFiles, readSources, ROOT } from './source-files.js';

const files = readSources();

describe('conventions', () => {
  it('names files in kebab case', () => {
    expect(
      files
        .map((file) => basename(file.path))
        .filter((name) => !/^[a-z0-9]+([.-][a-z0-9]+)*\.ts$/.test(name)),
    ).toEqual([]);
  });

  it('exports by name only', () => {
    expect(files.filter((file) => /^export default/m.test(file.text)).map((file) => file.path)).toEqual([]);
  });

  it('keeps files small enough to hold one thing', () => {
    const long = files
      .filter((file) => !/\.(messages|spec)\.ts$|settings\.ts$|stop-words/.test(file.path))
      .filter((file) => file.text.split('\n').length > 350);
    expect(long.map((file) => file.path)).toEqual([]);
  });

  it('never skips a test or runs one alone', () => {
    const tests = [...readSources(`${ROOT}/test`), ...files.filter((file) => file.path.endsWith('.spec.ts'))];
    expect(tests.length).toBeGreaterThan(20);
    const marked = tests.filter((file) =>
      /\b(it|test|describe)\.(skip|only|todo)\b|\bx(it|describe)\(/.test(file.text),
    );
    expect(marked.map((file) => file.path).filter((path) => !path.endsWith('conventions.spec.ts'))).toEqual(
      [],
    );
  });

  it('gives every DTO a name of its own, since the API’s schemas go by name', () => {
    const names = files.flatMap(({ text }) =>
      [...text.matchAll(/^export class (\w+Dto)\b/gm)].map(([, name]) => name),
    );
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it('has no stray console output', () => {
    expect(files.filter((file) => /\bconsole\.\w+\(/.test(file.text)).map((file) => file.path)).toEqual([]);
    expect(listFiles(`${ROOT}/src`).length).toBe(files.length);
  });
});
