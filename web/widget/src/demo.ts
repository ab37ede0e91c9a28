/** The page at `/demo/<public key>`: loads the widget as a site would. */
const [, publicKey] = /^\/demo\/([^/]+)/.exec(location.pathname) ?? [];
const script = document.createElement('script');
script.src = '/widget.js';
script.dataset.bot = decodeURIComponent(publicKey ?? '');
script.dataset.open = '';
document.head.append(script);
