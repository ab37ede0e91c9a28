import { ScriptedChatModel } from '../../../test/fakes/scripted-chat-model.mjs';
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
});
