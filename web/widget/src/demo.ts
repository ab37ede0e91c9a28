/** The page at `/demo/<public key>`: loads the widget as a site would. */
const [, publicKey] = /^\/demo\/([^/]+)/.exec(location.pathname) ?? [];
const script = document.createElement('script');
script.src = '/widget.js';
script.dataset.bot = decodeURIComponent(publicKey ?? '');
script.dataset.open = '';
document.head.append(script);

// A site whose bot is gone shows no chat; here somebody came to see one.
void fetch(`/api/v1/public/bots/${encodeURIComponent(script.dataset.bot)}`).then(({ status }) => {
  if (status !== 404) return;
  document.querySelector('main h1')!.textContent = 'There is no chat here';
  document.querySelector('main p')!.textContent =
    'The address is wrong, or the bot has been deleted or its widget switched off.';
});
