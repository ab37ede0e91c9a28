import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';

import { DomainEvent } from '../../src/kernel/domain-event.js';
import { AppConfig, ConfigModule } from '../../src/platform/config/index.js';
import { Database, DatabaseModule, TransactionRunner } from '../../src/platform/database/index.js';
import { EventsModule, OnDomainEvent, Outbox } from '../../src/platform/events/index.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { waitFor } from '../support/wait-for.js';

class ThingHappened extends DomainEvent {
  readonly type = 'thing.happened';
  constructor(readonly thingId: string) {
    super();
  }
}

class LongWorkBegan extends DomainEvent {
  readonly type = 'long_work.began';
}

@Injectable()
class ThingListener {
  readonly seen: ThingHappened[] = [];
  failures = 0;

  @OnDomainEvent('thing.happened')
  async onThing(event: ThingHappened): Promise<void> {
    if (this.failures-- > 0) throw new Error('not yet');
    this.seen.push(event);
  }
}

/** Takes as long as it is told to. */
@Injectable()
class SlowListener {
  begun = 0;
  end: () => void = () => undefined;

  @OnDomainEvent('long_work.began')
  async onLongWork(): Promise<void> {
    this.begun++;
    await new Promise<void>((resolve) => (this.end = resolve));
  }
}

@Module({ providers: [ThingListener, SlowListener] })
class ListenerModule {}

describe('outbox', () => {
  let testDatabase: TestDatabase;

  beforeAll(async () => (testDatabase = await createTestDatabase()));
  afterAll(() => testDatabase.drop());

  async function start() {
    const config = AppConfig.load({ DATABASE_URL: testDatabase.url, DATA_DIR: '/tmp' });
    const module = await Test.createTestingModule({
      imports: [ConfigModule.with(config), DatabaseModule, EventsModule, ListenerModule],
    }).compile();
    const app = await module.createNestApplication({ logger: false }).init();
    return {
      app,
      listener: app.get(ThingListener),
      slow: app.get(SlowListener),
      outbox: app.get(Outbox),
      transactions: app.get(TransactionRunner),
      waiting: async () =>
        Number(
          (await app.get(Database).query<{ n: string }>('SELECT count(*) AS n FROM outbox_events'))[0].n,
        ),
    };
  }

  it('delivers after the commit and forgets the event', async () => {
    const { app, listener, outbox, transactions, waiting } = await start();
    await transactions.run(async () => {
      await outbox.publish(new ThingHappened('1'), new ThingHappened('2'));
      expect(listener.seen).toEqual([]);
    });
    await waitFor('both events', () => listener.seen.length === 2);
    expect(listener.seen.map((event) => event.thingId)).toEqual(['1', '2']);
    await waitFor('an empty outbox', async () => (await waiting()) === 0);
    await app.close();
  });

  it('delivers nothing of a transaction that rolled back', async () => {
    const { app, listener, outbox, transactions, waiting } = await start();
    const failing = transactions.run(async () => {
      await outbox.publish(new ThingHappened('lost'));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await transactions.run(() => outbox.publish(new ThingHappened('kept')));
    await waitFor('the kept event', () => listener.seen.length > 0);
    expect(listener.seen.map((event) => event.thingId)).toEqual(['kept']);
    expect(await waiting()).toBe(0);
    await app.close();
  });

  it('refuses events outside a transaction', async () => {
    const { app, outbox } = await start();
    await expect(outbox.publish(new ThingHappened('x'))).rejects.toThrow('open transaction');
    await app.close();
  });

  it('keeps an event whose listener failed, with the reason, and delivers it again later', async () => {
    const { app, listener, outbox, transactions } = await start();
    const database = app.get(Database);
    listener.failures = 1;
    await transactions.run(() => outbox.publish(new ThingHappened('again')));
    const row = await waitFor('the failure', async () => {
      const rows = await database.query<{ last_error: string; attempts: number }>(
        'SELECT * FROM outbox_events',
      );
      return rows.find(({ last_error: reason }) => reason !== null);
    });
    expect(row).toMatchObject({ last_error: 'not yet', attempts: 1 });
    await waitFor('the second delivery', () => listener.seen.length === 1);
    await app.close();
  });

  it('holds up no other event by one whose listener takes long, nor hands that out twice', async () => {
    const { app, listener, slow, outbox, transactions, waiting } = await start();
    await transactions.run(() => outbox.publish(new LongWorkBegan()));
    await waitFor('the long work', () => slow.begun === 1);
    // As when the claim had run out.
    await app.get(Database).query('UPDATE outbox_events SET due_at = now()');
    await transactions.run(() => outbox.publish(new ThingHappened('meanwhile')));
    await waitFor('the other event', () => listener.seen.length === 1);
    await waitFor('it to be forgotten', async () => (await waiting()) === 1);
    expect(slow.begun).toBe(1);
    slow.end();
    await waitFor('the long one to be forgotten', async () => (await waiting()) === 0);
    expect(slow.begun).toBe(1);
    await app.close();
  });

  it('delivers at the next start what a killed process left behind', async () => {
    const first = await start();
    const database = first.app.get(Database);
    await database.query(
      `INSERT INTO outbox_events (id, type, payload) VALUES (gen_random_uuid(), 'thing.happened', '{"thingId":"left"}')`,
    );
    await first.app.close();
    const second = await start();
    await waitFor('the event', () => second.listener.seen.length === 1);
    expect(second.listener.seen[0].thingId).toBe('left');
    await second.app.close();
  });
});
