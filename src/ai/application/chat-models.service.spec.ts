import { Logger } from '@nestjs/common';

import { ScriptedChatModel } from '../../../test/fakes/scripted-chat-model.mjs';
import { hear } from '../../../test/support/stubs/chat-requests.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { AppConfig } from '../../platform/config/index.js';
import { OfflineChatModelProvider } from '../providers/offline/offline-chat-model.provider.js';
import { ChatModels } from './chat-models.service.js';

const config = { chatModel: 'offline' } as AppConfig;
const models = () => new ChatModels([new OfflineChatModelProvider()], config);

describe('ChatModels', () => {
  it('should offer the offline answerer without any configuration', () => {
    expect(models().list()).toEqual(['offline']);
    expect(models().resolve(models().defaultId).id).toBe('offline');
  });

  it.each(['', 'nothing', 'offline:other', 'gemini:gemini-2.5-flash', '__proto__', ':offline'])(
    'should say that %p is unknown',
    (id) => {
      expect(() => models().resolve(id)).toThrow(
        expect.objectContaining({ code: 'ai.model_unknown', kind: 'invalid', params: { model: id } }),
      );
    },
  );

  it('should open the models of a provider by its scheme, with colons in their names', () => {
    const opened: string[] = [];
    const model = new ScriptedChatModel({}, { id: 'vendor:llama3:8b' });
    const registry = models();
    registry.register({
      scheme: 'vendor',
      models: () => [model.id],
      open: (name) => (opened.push(name), model),
    });
    expect(registry.resolve('vendor:llama3:8b')).toBe(model);
    expect(opened).toEqual(['llama3:8b']);
    expect(registry.list()).toEqual(['offline', 'vendor:llama3:8b']);
  });

  it('should let a test or a benchmark take the place of a provider', () => {
    const registry = models();
    const model = new ScriptedChatModel();
    registry.register(model.provider('offline'));
    expect(registry.resolve('offline')).toBe(model);
  });

  describe('with remote providers', () => {
    beforeAll(() => Logger.overrideLogger(false));
    afterAll(() => Logger.overrideLogger(true));

    const down = new DomainError('ai.provider_unavailable', 'unavailable');
    const remote = (model: ScriptedChatModel, scheme: string) =>
      Object.assign(model.provider(scheme), { remote: true });
    const registry = (chatFallbackModel?: string) =>
      new ChatModels([new OfflineChatModelProvider()], {
        chatModel: 'offline',
        chatFallbackModel,
      } as AppConfig);

    it('should answer within a second with the fallback once the circuit is open', async () => {
      const model = new ScriptedChatModel({ failAt: 0, error: down }, { id: 'vendor:m' });
      const backup = new ScriptedChatModel({ tokens: ['backup'] }, { id: 'backup:m' });
      const all = registry('backup:m');
      all.register(remote(model, 'vendor'));
      all.register(remote(backup, 'backup'));
      while (model.calls.length < 5) await hear(all.resolve('vendor:m'));
      const calls = model.calls.length;
      const startedAt = performance.now();
      expect((await hear(all.resolve('vendor:m'))).text).toBe('backup');
      expect(performance.now() - startedAt).toBeLessThan(1_000);
      expect(model.calls).toHaveLength(calls);
      expect((await hear(all.resolve('backup:m'))).text).toBe('backup');
    });

    it('should keep the breakers of providers apart', async () => {
      const all = registry();
      const broken = new ScriptedChatModel({ failAt: 0, error: down }, { id: 'a:m' });
      all.register(remote(broken, 'a'));
      all.register(remote(new ScriptedChatModel({ tokens: ['fine'] }, { id: 'b:m' }), 'b'));
      while (broken.calls.length < 5) await hear(all.resolve('a:m'));
      expect((await hear(all.resolve('b:m'))).text).toBe('fine');
    });

    it('should take the offline answerer as fallback, too', async () => {
      const all = registry('offline');
      all.register(remote(new ScriptedChatModel({ failAt: 0, error: down }, { id: 'a:m' }), 'a'));
      const { chunks, text } = await hear(all.resolve('a:m'));
      expect(chunks[0]).toEqual({ type: 'model', id: 'offline' });
      expect(text).toBe('I do not know.');
    });
  });
});
