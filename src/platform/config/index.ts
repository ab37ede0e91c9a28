export { AppConfig, ConfigError } from './app-config.js';
export { configurationTable, envExample } from './config-docs.js';
export { ConfigModule } from './config.module.js';
export type { ModelPrice, ModelPriceTable } from './model-prices.js';
export { startedByNpm } from './started-by-npm.js';
export { settings } from './settings.js';
