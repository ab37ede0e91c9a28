import { botStatus } from './bot.js';

describe('botStatus', () => {
  it.each([
    [{ total: 0, ready: 0, processing: 0, failed: 0 }, 'empty'],
    [{ total: 1, ready: 0, processing: 1, failed: 0 }, 'training'],
    [{ total: 3, ready: 1, processing: 1, failed: 1 }, 'training'],
    [{ total: 2, ready: 2, processing: 0, failed: 0 }, 'ready'],
    [{ total: 2, ready: 1, processing: 0, failed: 1 }, 'attention'],
    [{ total: 1, ready: 0, processing: 0, failed: 1 }, 'attention'],
  ])('of %j is %s', (tally, expected) => expect(botStatus(tally)).toBe(expected));
});
