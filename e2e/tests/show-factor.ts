import { expect, type Locator, type Page } from '@playwright/test'
import { totp } from '../../tools/stack/totp.ts'

export const factorDialog = (page: Page): Locator => page.getByRole('dialog', { name: 'Show that it is you' })

/**
 * Shows a factor where the page asks for one: the code of the app's next half minute, since the one of this half minute was used to set
 * the account up. The dialog sends a whole code by itself, and may be gone before anything else in it could be looked at.
 */
export async function showFactor(page: Page, secret: string): Promise<void> {
  const dialog = factorDialog(page)
  await dialog.getByLabel(/6-digit code/).fill(totp(secret, Date.now() + 30_000))
  await expect(dialog).toHaveCount(0)
}
