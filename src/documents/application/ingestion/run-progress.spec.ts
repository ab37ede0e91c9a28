import { RunProgress } from './run-progress.js';

describe('RunProgress', () => {
  let now = 0;
  let told: [string, number][] = [];
  const start = () => {
    now = 0;
    told = [];
    return new RunProgress(
      'extracting',
      (stage, progress) => told.push([stage, progress]),
      () => now,
    );
  };

  it('tells at most four times a second within a stage', () => {
    const progress = start();
    for (now = 0; now < 1_000; now += 10) progress.advance('extracting', now / 1_000);
    expect(told.length).toBeLessThanOrEqual(5);
    expect(told.length).toBeGreaterThan(3);
  });

  it('tells every change of stage at once', () => {
    const progress = start();
    progress.advance('chunking', 1);
    progress.advance('embedding', 1);
    progress.advance('indexing', 0);
    expect(told.map(([stage]) => stage)).toEqual(['extracting', 'chunking', 'embedding', 'indexing']);
  });

  it('never goes back', () => {
    const progress = start();
    progress.advance('chunking', 0.5);
    now = 10_000;
    progress.advance('extracting', 1);
    progress.advance('chunking', 0.1);
    const shown = told.map(([, value]) => value);
    expect(shown).toEqual([...shown].sort((a, b) => a - b));
    expect(progress.stage).toBe('chunking');
  });

  it('stays below 100, which is for ready', () => {
    const progress = start();
    progress.advance('indexing', Number.POSITIVE_INFINITY);
    progress.advance('indexing', 1);
    expect(progress.progress).toBeLessThan(100);
  });
});
