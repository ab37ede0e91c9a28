export { SampleBot } from './application/sample-bot.service.js';
export { SampleModule } from './sample.module.js';
