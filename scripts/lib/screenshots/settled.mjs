const LOADING = '[role=status] .mantine-Loader-root, .mantine-Skeleton-root';

/** Opens a page of the console and waits until nothing of it is being loaded any more. */
export async function visit(page, path) {
  await page.goto(path);
  await settled(page);
}

export async function settled(page) {
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle');
  while ((await page.locator(LOADING).count()) > 0) await page.waitForTimeout(50);
}
