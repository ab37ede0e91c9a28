import { Logger } from '@nestjs/common';

import { PeriodicTask } from './periodic-task.js';

class Counting extends PeriodicTask {
  begun = 0;
  next: () => Promise<void> = () => Promise.resolve();

  constructor(private readonly wanted = true) {
    super('Counting', 60_000);
  }

  protected async work(): Promise<void> {
    this.begun += 1;
    await this.next();
  }

  protected override needed(): boolean {
    return this.wanted;
  }
}

describe('A periodic task', () => {
  let warnings: jest.SpyInstance;

  beforeEach(() => {
    jest.useFakeTimers();
    warnings = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
  });

  afterEach(() => {
    warnings.mockRestore();
    jest.useRealTimers();
  });

  it('runs at each interval from the start of the application to its end', async () => {
    const task = new Counting();
    task.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(180_000);
    expect(task.begun).toBe(3);
    task.onApplicationShutdown();
    await jest.advanceTimersByTimeAsync(180_000);
    expect(task.begun).toBe(3);
  });

  it('does not begin where this installation has no such work', async () => {
    const task = new Counting(false);
    task.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(180_000);
    expect(task.begun).toBe(0);
  });

  it('goes on after a failure, which is logged', async () => {
    const task = new Counting();
    task.next = () => Promise.reject(new Error('the database is away'));
    task.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(120_000);
    task.onApplicationShutdown();
    expect(task.begun).toBe(2);
    expect(warnings).toHaveBeenCalledWith('tried again in 1 min: the database is away');
  });

  it('never runs twice at the same time', async () => {
    const task = new Counting();
    let finish = (): void => undefined;
    task.next = () => new Promise((resolve) => (finish = resolve));
    const [first, second] = [task.run(), task.run()];
    expect(task.begun).toBe(1);
    finish();
    await Promise.all([first, second]);
    void task.run();
    expect(task.begun).toBe(2);
  });
});
