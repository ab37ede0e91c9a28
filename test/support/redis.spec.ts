import { Redis } from 'ioredis';
import { startRedis } from './redis.js';

describe('startRedis', () => {
  it('gives an empty server that ends with stop, or says that there is none', async () => {
    const redis = await startRedis();
    if (!redis) return;
    const client = new Redis(redis.url);
    expect(await client.dbsize()).toBe(0);
    await client.quit();
    await redis.stop();
    const late = new Redis(redis.url, { lazyConnect: true, retryStrategy: () => null });
    late.on('error', () => undefined);
    await expect(late.connect()).rejects.toThrow(/closed|ECONNREFUSED/);
  });

  it('says clearly what is not tested and how to change that when redis-server is not on PATH', async () => {
    const path = process.env.PATH;
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      process.env.PATH = '/nowhere';
      expect(await startRedis()).toBeNull();
      expect(String(write.mock.calls[0]?.[0])).toMatch(
        /NOT TESTED: the Redis half.*apt-get install redis-server/s,
      );
    } finally {
      process.env.PATH = path;
      write.mockRestore();
    }
  });
});
