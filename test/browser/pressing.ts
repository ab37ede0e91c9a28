import type { Locator, Page } from 'playwright-core';

export const button = (within: Page | Locator, name: string | RegExp) =>
  within.getByRole('button', { name, exact: true });
export const dialog = (page: Page) => page.getByRole('dialog');

/** Presses what asks back, and says yes. */
export async function confirm(page: Page, opener: Locator, name: string): Promise<void> {
  await opener.click();
  await button(dialog(page), name).click();
  await dialog(page).waitFor({ state: 'hidden' });
}
