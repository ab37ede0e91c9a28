import { type ExecutionContext } from '@nestjs/common';
import { ApiConsumes } from '@nestjs/swagger';

import { BodyTypeGuard } from './body-type.guard.js';

class Routes {
  usual() {}
  uploads() {}
}
ApiConsumes('multipart/form-data')(
  Routes.prototype,
  'uploads',
  Object.getOwnPropertyDescriptor(Routes.prototype, 'uploads')!,
);

function admits(headers: Record<string, string>, handler: () => void = Routes.prototype.usual): boolean {
  const request = { headers, is: (type: string) => headers['content-type']?.split(';')[0] === type };
  const context = {
    getType: () => 'http',
    switchToHttp: () => ({ getRequest: () => request }),
    getHandler: () => handler,
  };
  return new BodyTypeGuard().canActivate(context as unknown as ExecutionContext);
}

describe('BodyTypeGuard', () => {
  const body = { 'content-length': '7' };

  it('admits JSON', () => {
    expect(admits({ ...body, 'content-type': 'application/json' })).toBe(true);
    expect(
      admits({ 'transfer-encoding': 'chunked', 'content-type': 'application/json; charset=utf-8' }),
    ).toBe(true);
  });

  it('refuses what would be read as no body', () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'nonsense',
    ]) {
      expect(() => admits({ ...body, 'content-type': type })).toThrow('request.unsupported_type');
    }
    expect(() => admits(body)).toThrow('request.unsupported_type');
    expect(() => admits({ 'transfer-encoding': 'chunked' })).toThrow('request.unsupported_type');
  });

  it('asks nothing of requests without a body', () => {
    expect(admits({})).toBe(true);
    expect(admits({ 'content-length': '0', 'content-type': 'text/plain' })).toBe(true);
  });

  it('leaves routes alone that read something else', () => {
    expect(
      admits({ ...body, 'content-type': 'multipart/form-data; boundary=x' }, Routes.prototype.uploads),
    ).toBe(true);
  });

  it('lets socket events pass, which have no headers', () => {
    const context = { getType: () => 'ws' } as unknown as ExecutionContext;
    expect(new BodyTypeGuard().canActivate(context)).toBe(true);
  });
});
