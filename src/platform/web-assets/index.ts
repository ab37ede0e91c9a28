export { serveConsole } from './web-assets.js';
