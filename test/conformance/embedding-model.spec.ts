import { ScriptedEmbeddingModel } from '../fakes/scripted-embedding-model.mjs';
import { describeEmbeddingModel } from './embedding-model.conformance.js';

describeEmbeddingModel('scripted', () => ({
  model: new ScriptedEmbeddingModel({ dimensions: 32 }),
  silent: new ScriptedEmbeddingModel({ dimensions: 32, hang: true }),
}));
