import { Writable } from 'node:stream';

import { createLogger } from './logger.js';

describe('the log', () => {
  function logged(fields: object): string {
    const lines: string[] = [];
    const sink = new Writable({
      write: (line: Buffer, _encoding, done) => {
        lines.push(line.toString());
        done();
      },
    });
    createLogger('info', sink).error(fields, 'failed');
    return lines.join('');
  }

  const duplicate = Object.assign(
    new Error('duplicate key value violates unique constraint "users_email_key"'),
    {
      code: '23505',
      table: 'users',
      constraint: 'users_email_key',
      detail: 'Key (email)=(ada@example.com) already exists.',
      where: 'COPY users, line 1: "ada@example.com"',
      query: 'INSERT INTO users VALUES ($1)',
      parameters: ['ada@example.com'],
    },
  );

  it('says what went wrong in the database, and not with whose data', () => {
    const text = logged({ err: duplicate });
    expect(text).toContain('users_email_key');
    expect(text).toContain('23505');
    expect(text).not.toContain('ada@example.com');
  });

  it('nor where the database’s error is the reason of another', () => {
    const text = logged({ err: new Error('storing failed', { cause: duplicate }) });
    expect(text).toContain('users_email_key');
    expect(text).not.toContain('ada@example.com');
  });

  it('keeps passwords and tokens to itself', () => {
    expect(logged({ body: { password: 'heliotrope', token: 'heliotrope' } })).not.toContain('heliotrope');
  });
});
