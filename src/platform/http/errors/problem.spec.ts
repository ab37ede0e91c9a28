import { NotFoundException } from '@nestjs/common';

import { DomainError } from '../../../kernel/domain-error.js';
import { registerMessages } from '../i18n/index.js';
import { platformMessages } from '../platform.messages.js';
import { toProblem } from './problem.js';

describe('toProblem', () => {
  beforeAll(() => registerMessages(platformMessages));

  const problemOf = (error: unknown, locale: 'en' | 'de' = 'en') =>
    toProblem(error, { locale, requestId: 'r-1' });

  it('keeps the code, status and words of a domain error, in the language asked for', () => {
    const error = new DomainError('file.too_large', 'too_large', { params: { limitMb: 50 } });
    expect(problemOf(error)).toMatchObject({
      code: 'file.too_large',
      status: 413,
      detail: expect.stringContaining('50 MB'),
    });
    expect(problemOf(error, 'de').title).toBe('Zu groß');
  });

  it('tells nothing of an unknown error', () => {
    const problem = problemOf(new Error('SELECT secret FROM users'));
    expect(problem).toMatchObject({ code: 'internal.error', status: 500, requestId: 'r-1' });
    expect(JSON.stringify(problem)).not.toContain('SELECT');
  });

  it.each([
    [{ code: 'ECONNREFUSED' }, 503, 'service.unavailable'],
    [{ code: '57P01', message: 'terminating connection' }, 503, 'service.unavailable'],
    [{ code: '22021' }, 400, 'request.invalid_text'],
    [{ type: 'entity.parse.failed', status: 400 }, 400, 'request.malformed'],
    [{ type: 'entity.too.large', status: 413 }, 413, 'request.too_large'],
    [new NotFoundException(), 404, 'route.not_found'],
    [null, 500, 'internal.error'],
    ['thrown text', 500, 'internal.error'],
  ])('recognises %p', (error, status, code) => expect(problemOf(error)).toMatchObject({ status, code }));

  it('translates every faulty field', () => {
    const fields = [{ path: 'name', code: 'validation.max_length', params: { first: 80 } }];
    expect(problemOf(new DomainError('validation.failed', 'invalid', { fields })).errors).toEqual([
      { path: 'name', code: 'validation.max_length', message: 'Must have at most 80 characters.' },
    ]);
  });
});
