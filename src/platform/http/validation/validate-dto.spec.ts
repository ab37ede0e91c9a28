import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min, ValidateNested } from 'class-validator';

import { PageQueryDto } from './page-query.dto.js';
import { validateDto } from './validate-dto.js';

class Inner {
  @IsInt()
  @Min(1)
  @Max(9)
  level: number;
}

class Outer {
  @IsString()
  @MaxLength(5)
  name: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => Inner)
  inner?: Inner;
}

describe('validateDto', () => {
  const failure = (input: unknown) =>
    validateDto(Outer, input).then(
      () => undefined,
      (error: object) => error,
    );

  it('returns an instance', async () => {
    const dto = await validateDto(Outer, { name: 'abc', inner: { level: 3 } });
    expect(dto).toBeInstanceOf(Outer);
    expect(dto.inner).toBeInstanceOf(Inner);
  });

  it('names every broken rule with its path and bound', async () => {
    expect(await failure({ name: 'too long', inner: { level: 12 } })).toMatchObject({
      code: 'validation.failed',
      fields: [
        { path: 'name', code: 'validation.max_length', params: { first: '5' } },
        { path: 'inner.level', code: 'validation.max', params: { first: '9' } },
      ],
    });
  });

  it('refuses fields that it does not know', async () =>
    expect(await failure({ name: 'a', isAdmin: true })).toMatchObject({
      fields: [{ path: 'isAdmin', code: 'validation.whitelist_validation' }],
    }));

  it.each([
    ['null', null],
    ['a list', []],
    ['a text', 'name'],
    ['U+0000', { name: 'a\u0000b' }],
    ['a lone surrogate', { name: 'a\ud800b' }],
    ['a reach for the prototype', JSON.parse('{"name":"a","__proto__":{"x":1}}')],
    ['endless nesting', { name: 'a', inner: JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`) }],
    ['too many values', { name: 'a', inner: Array.from({ length: 30_000 }, () => 1) }],
  ])('calls %s malformed', async (_, input) =>
    expect(await failure(input)).toMatchObject({ kind: 'malformed' }),
  );

  it.each([
    { limit: '0' },
    { limit: '101' },
    { limit: '1e9' },
    { limit: ['1', '2'] },
    { limit: 'x' },
    { cursor: ['a'] },
  ])('refuses the paging %p', async (query) =>
    expect(await validateDto(PageQueryDto, query).catch((e: object) => e)).toMatchObject({ kind: 'invalid' }),
  );

  it('reads paging from texts', async () =>
    expect(await validateDto(PageQueryDto, { limit: '7' })).toMatchObject({ limit: 7 }));
});
