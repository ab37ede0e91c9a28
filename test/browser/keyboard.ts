import type { Locator, Page } from 'playwright-core';

/** More stops than any page of ours has: who has not arrived by then never will. */
const MOST_STOPS = 60;

/** Presses Tab until the element has the focus, as somebody without a mouse does. Fails when Tab does not lead there. */
export async function pressUntilFocused(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await target.waitFor();
  const focused = target.and(page.locator(':focus'));
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    if ((await focused.count()) > 0) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead to ${target.toString()}`);
}

export async function typeInto(page: Page, target: Locator, text: string): Promise<void> {
  await pressUntilFocused(page, target);
  await page.keyboard.insertText(text);
}
