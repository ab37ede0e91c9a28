import { Secret, TOTP } from 'otpauth';

import { PASSWORD, register } from './people.mjs';
import { settled, visit } from './settled.mjs';

const password = (page, name = 'Password') => page.getByRole('textbox', { name, exact: true });
const button = (page, name) => page.getByRole('button', { name, exact: true });

/** Before anybody has registered: the pages that lead in. */
export async function takeFirstPages(camera, { home }) {
  const page = await camera.page(home);
  for (const name of ['sign-in', 'sign-up', 'forgot-password']) {
    await visit(page, `/${name}`);
    await camera.take(page, name);
  }
  await page.context().close();
}

/** What mailed links lead to, and the second step of signing in. */
export async function takeMailedLinks(camera, { home, mailed }) {
  const { email } = await takeSecondFactor(camera, home);
  const page = await camera.page(home);
  await visit(page, '/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await password(page).fill('not the password');
  await button(page, 'Sign in').click();
  await page.getByRole('alert').waitFor();
  await camera.take(page, 'sign-in-refused', { docs: false });
  await password(page).fill(PASSWORD);
  await button(page, 'Sign in').click();
  await button(page, 'Use a recovery code').waitFor();
  await camera.take(page, 'second-factor');
  await visit(page, '/forgot-password');
  await page.getByLabel('E-mail').fill(email);
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await camera.take(page, 'forgot-password-sent', { docs: false });
  await visit(page, await mailed(email, 'reset-password'));
  await camera.take(page, 'reset-password');
  await visit(page, await mailed(email, 'verify-email'));
  await camera.take(page, 'verify-email');
  await page.getByRole('main').getByRole('button').first().click();
  await page.getByRole('alert').waitFor();
  await camera.take(page, 'verify-email-done', { docs: false });
  await visit(page, '/confirm-email?token=over');
  await camera.take(page, 'confirm-email');
  await page.getByRole('main').getByRole('button').first().click();
  await page.getByRole('alert').waitFor();
  await camera.take(page, 'confirm-email-over', { docs: false });
  await page.context().close();
}

/** Somebody whose account asks for a code, with the pictures of how it came to that. */
async function takeSecondFactor(camera, home) {
  const page = await camera.page(home);
  const mia = await register(page, home, 'Mia Berg');
  await visit(page, '/account/security');
  await button(page, 'Set up').click();
  await page.getByLabel('Current password').last().fill(PASSWORD);
  await button(page, 'Continue').click();
  await page.getByRole('img', { name: /QR/ }).waitFor();
  await camera.take(page, 'second-factor-setup');
  const secret = Secret.fromBase32((await page.locator('main pre').first().innerText()).trim());
  await page.getByLabel('Code of the app').fill(new TOTP({ secret }).generate());
  await button(page, 'Turn on').click();
  await page.getByText('Keep these recovery codes').waitFor();
  await settled(page);
  await camera.take(page, 'recovery-codes', { docs: false });
  await page.context().close();
  return mia;
}
