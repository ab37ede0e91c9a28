export { ChatModule } from './chat.module.js';
export { chatMessages } from './chat.messages.js';
