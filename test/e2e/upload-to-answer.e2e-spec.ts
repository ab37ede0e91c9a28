import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { io } from 'socket.io-client';

import { DEFAULT_BOT_CONFIG } from '../../src/bots/index.js';
import { DocumentRoom } from '../support/document-room.js';
import { EventStream } from '../support/event-stream.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';

const example = (name: string) => readFile(join(__dirname, '../../examples', name));

/** The product's main job, from outside: two real handbooks of more than fifty pages, asked about. */
describe('from upload to answer', () => {
  let server: TestApp;
  let room: DocumentRoom;
  let manual: string;
  let staff: string;

  beforeAll(async () => {
    server = await startTestApp();
    room = await DocumentRoom.open(server);
    const { received, socket } = await room.socket();
    await socket.emitWithAck('documents:subscribe', { botId: room.bot.id });
    manual = (await room.add('manual.pdf', await example('nordlicht-battery-handbook.pdf'))).id;
    staff = (await room.add('staff.docx', await example('harbour-view-staff-handbook.docx'))).id;
    await waitFor(
      'both documents to be ready',
      () => received.filter(({ event }) => event === 'document:ready').length === 2,
      {
        timeoutMs: 60_000,
      },
    );
  }, 90_000);

  afterAll(async () => {
    room.close();
    await server.close();
  });

  /** Asks over SSE and returns the whole stream. */
  const ask = async (message: string, conversationId?: string) => {
    const url = `${server.url}/api/v1/bots/${room.bot.id}/chat`;
    const body = { message, conversationId };
    const stream = await EventStream.open(url, { method: 'POST', token: room.user.accessToken, body });
    return stream.all();
  };

  const answerOf = async (question: string, conversationId?: string) => {
    const events = await ask(question, conversationId);
    return events.at(-1)!.data.message;
  };

  it('streams an answer in order, with its sources', async () => {
    const events = await ask('How long do I wait after I switch off the DC isolator?');
    const names = events.map(({ event }) => event);
    expect(names[0]).toBe('started');
    expect(names.indexOf('sources')).toBeGreaterThan(0);
    expect(names.at(-1)).toBe('completed');
    const ids = events.map(({ id }) => Number(id));
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    const written = events
      .filter(({ event }) => event === 'delta')
      .map(({ data }) => data.text)
      .join('');
    expect(events.at(-1)!.data.message.content).toBe(written);
  });

  it('names the page of a PDF, and quotes the passage', async () => {
    const message = await answerOf('How long do I wait after I switch off the DC isolator?');
    expect(message).toMatchObject({ status: 'completed', answered: true, role: 'assistant' });
    expect(message.content).toContain('seven minutes');
    expect(message.citations[0]).toMatchObject({
      index: 1,
      documentId: manual,
      title: 'manual.pdf',
      page: 17,
    });
    expect(message.citations[0].snippet).toContain('wait seven minutes');
    expect(message.content).toContain('[1]');
  });

  it('names the heading of a DOCX', async () => {
    const message = await answerOf('When is luggage kept free of charge, and how long?');
    expect(message.content).toContain('48 hours');
    expect(message.citations[0]).toMatchObject({
      documentId: staff,
      heading: expect.stringContaining('Check-out'),
    });
  });

  it('understands a follow-up question', async () => {
    const first = await answerOf('When does error E-104 appear?');
    expect(first.content).toContain('58 degrees');
    const second = await answerOf('And when does it start again?', first.conversationId);
    expect(second.content).toContain('45 degrees');
    expect(second.conversationId).toBe(first.conversationId);
  });

  it('says that it does not know what the documents do not hold', async () => {
    const message = await answerOf('Who won the football world cup in 1998?');
    expect(message).toMatchObject({
      answered: false,
      citations: [],
      content: DEFAULT_BOT_CONFIG.fallbackMessage,
    });
  });

  it('keeps what was said', async () => {
    const { conversationId } = await answerOf('How many rooms does the hotel have?');
    const { body } = await room.user.api.get(`/conversations/${conversationId}/messages`);
    expect(body.items.map(({ role }: { role: string }) => role)).toEqual(['user', 'assistant']);
    expect(body.items[1].content).toContain('143 rooms');
  });

  it('answers over Socket.IO as over SSE', async () => {
    const socket = io(`${server.url}/chat`, {
      auth: { token: room.user.accessToken },
      transports: ['websocket'],
    });
    try {
      let written = '';
      socket.on('message:delta', ({ text }: { text: string }) => (written += text));
      const completed = new Promise<{ message: { content: string } }>((resolve) =>
        socket.on('message:completed', resolve),
      );
      const sent = await socket.emitWithAck('message:send', {
        botId: room.bot.id,
        content: 'When is breakfast served on Sundays?',
      });
      expect(sent).toMatchObject({ ok: true, messageId: expect.any(String) });
      const { message } = await completed;
      expect(message.content).toBe(written);
      expect(message.content).toContain('11:30');
    } finally {
      socket.disconnect();
    }
  });

  it('forgets a deleted document at once', async () => {
    await room.user.api.delete(`/documents/${manual}`).expect(204);
    const message = await answerOf('How long do I wait after I switch off the DC isolator?');
    expect(message.content).not.toContain('seven minutes');
    expect(message.citations.map(({ documentId }: { documentId: string }) => documentId)).not.toContain(
      manual,
    );
  });
});
