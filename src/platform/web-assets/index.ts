export { serveWebAssets } from './web-assets.js';
