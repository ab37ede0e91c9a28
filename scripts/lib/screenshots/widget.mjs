import { createServer } from 'node:http';

/** The widget where it belongs: on a page of another site. */
export async function takeWidget(camera, { home }, { ada, bot }) {
  const site = await openSite(home, bot.publicKey);
  try {
    const { host } = new URL(site.url);
    await ada.call('PATCH', `/bots/${bot.id}`, {
      config: {
        ...bot.config,
        suggestedQuestions: [
          'How long do I wait after I switch off the DC isolator?',
          'What does the warranty cover?',
        ],
      },
    });
    await ada.call('PUT', `/bots/${bot.id}/widget`, {
      allowedDomains: [host, 'www.nordlicht-energie.example'],
    });
    await takeVisit(camera, site.url);
    await takeVisit(camera, `${site.url}/ar`, '-rtl', { locale: 'ar' });
    await takeDemo(camera, home, bot);
  } finally {
    site.close();
  }
}

async function takeVisit(camera, url, suffix = '', options = {}) {
  const docs = suffix === '';
  const page = await camera.page(url, options);
  await page.goto(url);
  const launcher = page.locator('.launcher');
  await launcher.waitFor();
  await camera.take(page, `site-closed${suffix}`, { docs: false });
  await launcher.click();
  await page.locator('.welcome button').first().waitFor();
  await camera.take(page, `site-open${suffix}`, { docs: false });
  await page.locator('.welcome button').first().click();
  await page.locator('.sources button').first().click();
  await camera.take(page, `site-answer${suffix}`, { docs });
  if (docs) {
    await page.context().setOffline(true);
    await page.locator('textarea').fill('What does the warranty cover?');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(3_000);
    await camera.take(page, 'site-offline', { docs: false });
  }
  await page.context().close();
}

async function takeDemo(camera, home, bot) {
  const page = await camera.page(home);
  await page.goto(`/demo/${bot.publicKey}`);
  await page.locator('.welcome button').first().waitFor();
  await camera.take(page, 'demo');
  await page.locator('.panel header button').last().click();
  await camera.take(page, 'demo-closed', { docs: false });
  await page.goto('/demo/nobody');
  await page.waitForTimeout(1500);
  await camera.take(page, 'demo-missing', { docs: false });
  await page.context().close();
}

const TEXTS = {
  en: {
    dir: 'ltr',
    title: 'Nordlicht Energie',
    head: 'Power that stays when the grid goes',
    text: 'A battery for your cellar, made for nights without wind.',
    links: ['Batteries', 'Service', 'Contact'],
  },
  ar: {
    dir: 'rtl',
    title: 'نوردليخت',
    head: 'طاقة تبقى عندما تنقطع الشبكة',
    text: 'بطارية لمنزلك، صُنعت لليالي بلا رياح.',
    links: ['البطاريات', 'الخدمة', 'اتصل بنا'],
  },
};

/** A site as a customer might have it, in light and dark. */
async function openSite(home, publicKey) {
  const server = createServer((request, response) => {
    const language = request.url === '/ar' ? 'ar' : 'en';
    const { dir, title, head, text, links } = TEXTS[language];
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="${language}" dir="${dir}"><head><title>${title}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
      <style>
        body { margin: 0; font: 17px/1.6 system-ui, sans-serif; background: light-dark(#fbfaf7, #14161a); color: light-dark(#1d2430, #e8eaee) }
        nav { display: flex; gap: 28px; align-items: center; padding: 20px 6vw; font-size: 15px }
        nav b { font-size: 19px; margin-inline-end: auto }
        main { padding: 9vh 6vw; max-width: 640px }
        h1 { font-size: clamp(34px, 5vw, 56px); line-height: 1.1; letter-spacing: -0.02em; margin: 0 0 20px }
        div { display: grid; grid-template-columns: repeat(auto-fit, minmax(160px, 1fr)); gap: 16px; padding: 0 6vw }
        @media (max-width: 600px) { nav span { display: none } }
        i { height: 150px; border-radius: 14px; background: light-dark(#ece7db, #20242c) }
      </style></head><body><nav><b>${title}</b>${links.map((link) => `<span>${link}</span>`).join('')}</nav>
      <main><h1>${head}</h1><p>${text}</p></main><div><i></i><i></i><i></i><i></i></div>
      <script src="${home}/widget.js" data-bot="${publicKey}" async></script></body></html>`);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${server.address().port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
