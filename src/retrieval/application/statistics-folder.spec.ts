import type { IndexStore } from './ports/index-store.port.js';
import { StatisticsFolder } from './statistics-folder.js';

describe('StatisticsFolder', () => {
  let folds: string[];
  let fail: boolean;
  let folder: StatisticsFolder;

  beforeEach(() => {
    jest.useFakeTimers();
    folds = [];
    fail = false;
    const store = {
      botsToFold: () => Promise.resolve(['left-behind']),
      foldStatistics: (botId: string) => {
        folds.push(botId);
        return fail ? Promise.reject(new Error('no connection')) : Promise.resolve();
      },
    } as unknown as IndexStore;
    folder = new StatisticsFolder(store, { run: (work) => work() });
    (folder as unknown as { logger: object }).logger = { warn: () => undefined };
  });

  afterEach(() => jest.useRealTimers());

  it('should fold once it is quiet', async () => {
    folder.changed('a');
    await jest.advanceTimersByTimeAsync(400);
    folder.changed('a');
    await jest.advanceTimersByTimeAsync(400);
    expect(folds).toEqual([]);
    await jest.advanceTimersByTimeAsync(200);
    expect(folds).toEqual(['a']);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(folds).toEqual(['a']);
  });

  it('should not wait for quiet while many changes come in', async () => {
    for (let i = 0; i < 64; i++) {
      folder.changed('a');
      await jest.advanceTimersByTimeAsync(10);
    }
    expect(folds).toEqual(['a', 'a']);
  });

  it('should keep bots apart', async () => {
    folder.changed('a');
    folder.changed('b');
    await jest.advanceTimersByTimeAsync(500);
    expect(folds.sort()).toEqual(['a', 'b']);
  });

  it('should try again after a failure', async () => {
    fail = true;
    folder.changed('a');
    await jest.advanceTimersByTimeAsync(500);
    expect(folds).toHaveLength(1);
    fail = false;
    await jest.advanceTimersByTimeAsync(5_000);
    expect(folds).toHaveLength(2);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(folds).toHaveLength(2);
  });

  it('should fold what a process left behind, and nothing after it was stopped', async () => {
    await folder.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(500);
    expect(folds).toEqual(['left-behind']);
    folder.changed('a');
    await folder.beforeApplicationShutdown();
    folder.changed('b');
    await jest.advanceTimersByTimeAsync(60_000);
    expect(folds).toEqual(['left-behind']);
  });
});
