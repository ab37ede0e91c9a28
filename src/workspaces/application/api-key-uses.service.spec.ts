import { Logger } from '@nestjs/common';

import { newId } from '../../kernel/id.js';
import { ApiKeyUses } from './api-key-uses.service.js';
import type { ApiKeyRepository, ApiKeyUse } from './ports/api-key.repository.js';

function setUp() {
  const written: ApiKeyUse[][] = [];
  const faults: Error[] = [];
  const keys = {
    noteUses: async (uses: ApiKeyUse[]) => {
      const fault = faults.pop();
      if (fault) throw fault;
      written.push(uses);
    },
  } as unknown as ApiKeyRepository;
  return { uses: new ApiKeyUses(keys), written, faults };
}

describe('the last use of API keys', () => {
  afterEach(() => jest.restoreAllMocks());

  it('is written in one statement for all keys, each once a minute however often it is used', async () => {
    const { uses, written } = setUp();
    const [one, other] = [newId(), newId()];
    for (let i = 0; i < 1_000; i++) uses.note(one, '203.0.113.7');
    uses.note(other, undefined);
    await uses.write();
    uses.note(one, '203.0.113.7');
    await uses.write();
    expect(written).toEqual([
      [
        { keyId: one, ip: '203.0.113.7', msAgo: expect.any(Number) },
        { keyId: other, ip: null, msAgo: expect.any(Number) },
      ],
    ]);
  });

  it('costs no statement when nothing was used', async () => {
    const { uses, written } = setUp();
    await uses.write();
    expect(written).toEqual([]);
  });

  it('is written at the end, too', async () => {
    const { uses, written } = setUp();
    uses.onApplicationBootstrap();
    uses.note(newId(), '203.0.113.7');
    await uses.beforeApplicationShutdown();
    expect(written).toHaveLength(1);
  });

  it('that could not be written is told to the log, disturbs nobody, and is written next time', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    const { uses, written, faults } = setUp();
    const key = newId();
    faults.push(new Error('away'));
    uses.note(key, '203.0.113.7');
    await expect(uses.write()).resolves.toBeUndefined();
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('away'));
    uses.note(key, '203.0.113.7');
    await uses.write();
    expect(written).toHaveLength(1);
  });
});
