export { type Counter, type CounterDefinition, Metrics } from './metrics.js';
export { MetricsModule } from './metrics.module.js';
