import { DomainError } from '../../src/kernel/domain-error.js';
import { OfflineChatModel } from '../../src/ai/providers/offline/offline.chat-model.js';
import { ScriptedChatModel } from '../fakes/scripted-chat-model.mjs';
import { describeChatModel } from './chat-model.conformance.js';

const cut = new DomainError('ai.stream_interrupted', 'unavailable');

describeChatModel('offline', () => ({ model: new OfflineChatModel() }));

describeChatModel('scripted, at once', () => ({
  model: new ScriptedChatModel({ tokens: 20 }),
  interrupted: new ScriptedChatModel({ tokens: 20, failAt: 3, error: cut }),
  silent: new ScriptedChatModel({ hangAt: 0 }),
}));

describeChatModel('scripted, paced', () => ({
  model: new ScriptedChatModel({
    tokens: ['Three ', 'years ', '[1].'],
    tokensPerSecond: 200,
    firstTokenDelayMs: 5,
  }),
}));
