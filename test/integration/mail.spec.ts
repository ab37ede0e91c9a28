import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Test } from '@nestjs/testing';
import { SMTPServer } from 'smtp-server';

import { AppConfig, ConfigModule } from '../../src/platform/config/index.js';
import { Database, DatabaseModule, TransactionRunner } from '../../src/platform/database/index.js';
import { LimitsModule } from '../../src/platform/http/limits/index.js';
import { type Mail, Mailer, MailModule } from '../../src/platform/mail/index.js';
import { MailQueue } from '../../src/platform/mail/mail-queue.js';
import { MailSender } from '../../src/platform/mail/mail-sender.js';
import { QueueModule } from '../../src/platform/queue/index.js';
import { Mailbox, readMail, type ReceivedMail } from '../support/mailbox.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { waitFor } from '../support/wait-for.js';

const MAIL: Mail<'verify-email'> = {
  template: 'verify-email',
  to: 'ada@example.com',
  locale: 'en',
  params: { name: 'Ada', link: 'https://chat.example.com/verify-email?token=heliotrope', hours: 24 },
};

/** A mail server that does what it is told. */
class StubServer {
  readonly received: ReceivedMail[] = [];
  readonly recipients: string[] = [];
  refuse?: number;
  private readonly server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    closeTimeout: 100,
    onRcptTo: ({ address }, _session, done) => {
      if (this.refuse) return done(Object.assign(new Error('not here'), { responseCode: this.refuse }));
      this.recipients.push(address);
      done();
    },
    onData: (stream, _session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        void readMail('', Buffer.concat(parts))
          .then((mail) => this.received.push(mail))
          .then(() => done(), done);
      });
    },
  });

  async listen(port = 0): Promise<number> {
    this.server.on('error', () => undefined);
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    return (this.server.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    if (!this.server.server.listening) return;
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

describe('mails', () => {
  let database: TestDatabase;
  let dataDir: string;
  const closing: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'kyro-mail-'));
  });

  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function start(env: Record<string, string> = {}) {
    const config = AppConfig.load({ DATABASE_URL: database.url, DATA_DIR: dataDir, ...env });
    const module = await Test.createTestingModule({
      imports: [ConfigModule.with(config), DatabaseModule, LimitsModule, QueueModule, MailModule],
    }).compile();
    const app = await module.createNestApplication({ logger: false }).init();
    closing.push(() => app.close());
    const rows = () =>
      app
        .get(Database)
        .query<{ id: string; status: string; attempts: number; params: Buffer | null; error: string }>(
          'SELECT id, status, attempts, sealed_params AS params, last_error AS error FROM mails ORDER BY id',
        );
    return {
      send: (mail: Mail = MAIL) => app.get(TransactionRunner).run(() => app.get(Mailer).send(mail)),
      mailer: app.get(Mailer),
      transactions: app.get(TransactionRunner),
      sender: app.get(MailSender),
      queue: app.get(MailQueue),
      database: app.get(Database),
      rows,
      over: (status: string) =>
        waitFor(`all mails to be ${status}`, async () =>
          (await rows()).every((row) => row.status === status),
        ),
    };
  }

  async function startServer(port?: number): Promise<{ smtp: StubServer; port: number }> {
    const smtp = new StubServer();
    const taken = await smtp.listen(port);
    closing.push(() => smtp.close());
    return { smtp, port: taken };
  }

  it('are files that only their owner reads, when there is no mail server', async () => {
    const { send, over, rows } = await start();
    await send();
    await over('sent');
    const [mail] = await new Mailbox(dataDir).all();
    expect(mail).toMatchObject({ template: 'verify-email', to: 'ada@example.com' });
    expect(mail.subject).toBe('Confirm your e-mail address');
    expect(Mailbox.token(mail)).toBe('heliotrope');
    expect(mail.html).toContain('heliotrope');
    expect(mail.headers['auto-submitted']).toBe('auto-generated');
    const [file] = await readdir(join(dataDir, 'outbox'));
    expect((await stat(join(dataDir, 'outbox', file))).mode & 0o777).toBe(0o600);
    expect((await rows())[0].params).toBeNull();
  });

  it('are not sent when the transaction fails, and not before it commits', async () => {
    const { mailer, transactions, rows, send, over } = await start();
    await expect(
      transactions.run(async () => {
        await mailer.send(MAIL);
        throw new Error('never mind');
      }),
    ).rejects.toThrow('never mind');
    expect(await rows()).toEqual([]);
    await send();
    await over('sent');
    expect(await new Mailbox(dataDir).all()).toHaveLength(1);
  });

  it('keep their links from whoever reads the table', async () => {
    const { mailer, transactions, database: open } = await start();
    await transactions.run(async () => {
      await mailer.send(MAIL);
      const [{ text }] = await open.query<{ text: string }>('SELECT mails::text AS text FROM mails');
      expect(text).toContain('ada@example.com');
      expect(text).not.toContain('heliotrope');
      expect(text).not.toContain(Buffer.from('heliotrope').toString('hex'));
    });
  });

  it('are sent once, however many try', async () => {
    const { send, over, rows, sender } = await start();
    await send();
    await over('sent');
    const [{ id }] = await rows();
    await Promise.all(Array.from({ length: 10 }, () => sender.send(id)));
    expect(await new Mailbox(dataDir).all()).toHaveLength(1);
  });

  it('are given up, not tried for ever, when nobody has the secret any more that sealed them', async () => {
    const { mailer, transactions, sender, rows, queue } = await start();
    jest.spyOn(queue, 'addSoon').mockImplementation(() => undefined);
    await transactions.run(() => mailer.send(MAIL));
    const [{ id }] = await rows();
    const { sender: other } = await start({ JWT_SECRET: 'kQ7pT2vX9sLm4RzYw1Bn6Hd3Fg8Jc5Ae0Uo' });
    await other.send(id);
    const gone = { status: 'failed', params: null, error: expect.stringContaining('JWT_SECRET') };
    expect(await rows()).toMatchObject([gone]);
    await sender.send(id);
    expect(await rows()).toMatchObject([gone]);
  });

  it('are sent by the sweep when their job was lost', async () => {
    const { send, over, queue, database: open } = await start();
    const add = jest.spyOn(queue, 'addSoon').mockImplementation(() => undefined);
    await send();
    add.mockRestore();
    await open.query("UPDATE mails SET due_at = now() - interval '1 minute'");
    await queue.sweep();
    await over('sent');
    expect(await new Mailbox(dataDir).all()).toHaveLength(1);
  });

  it('go by SMTP to the one recipient, whatever stands in the address', async () => {
    const { smtp, port } = await startServer();
    const { send, over, rows } = await start({
      SMTP_URL: `smtp://127.0.0.1:${port}`,
      MAIL_FROM: 'Kyro <hi@chat.example.com>',
    });
    await send();
    await over('sent');
    expect(smtp.recipients).toEqual(['ada@example.com']);
    expect(smtp.received[0].headers['message-id']).toMatch(/^<[0-9a-f-]{36}@chat\.example\.com>$/);
    await send({ ...MAIL, to: 'eve@example.com, bob@example.com' });
    await waitFor('the end of the second', async () =>
      (await rows()).every(({ status, error }) => status !== 'queued' || error),
    );
    expect(smtp.recipients).not.toContain('bob@example.com');
    await expect(readdir(join(dataDir, 'outbox'))).rejects.toThrow('ENOENT');
  });

  it('wait while the mail server is away, and are then sent once', async () => {
    const { smtp: first, port } = await startServer();
    await first.close();
    const { send, rows, over } = await start({ SMTP_URL: `smtp://127.0.0.1:${port}` });
    await send();
    await waitFor('the first failure', async () => (await rows())[0]?.error?.includes('ECONNREFUSED'));
    const { smtp } = await startServer(port);
    await over('sent');
    expect(smtp.received).toHaveLength(1);
    expect((await rows())[0].attempts).toBeGreaterThan(1);
  });

  it('are given up when the server says that nobody is there', async () => {
    const { smtp, port } = await startServer();
    smtp.refuse = 550;
    const { send, rows, over } = await start({ SMTP_URL: `smtp://127.0.0.1:${port}` });
    await send();
    await over('failed');
    expect((await rows())[0]).toMatchObject({ attempts: 1, params: null });
    expect((await rows())[0].error).toContain('not here');
  });

  it('are tried again when the server is only busy', async () => {
    const { smtp, port } = await startServer();
    smtp.refuse = 451;
    const { send, rows, over } = await start({ SMTP_URL: `smtp://127.0.0.1:${port}` });
    await send();
    await waitFor('the first failure', async () => (await rows())[0]?.error);
    smtp.refuse = undefined;
    await over('sent');
    expect(smtp.received).toHaveLength(1);
  });
});
