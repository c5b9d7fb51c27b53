import { expect, type Locator, type Page } from '@playwright/test'
import { totp } from '../../tools/stack/totp.ts'

export const factorDialog = (page: Page): Locator => page.getByRole('dialog', { name: 'Show that it is you' })

/**
 * Shows a factor where the page asks for one: the code of the app's next half minute, since the one of this half minute was used to set
 * the account up. The dialog sends a whole code by itself; where it does not, the button is pressed.
 */
export async function showFactor(page: Page, secret: string): Promise<void> {
  const dialog = factorDialog(page)
  await dialog.getByLabel(/6-digit code/).fill(totp(secret, Date.now() + 30_000))
  const submit = dialog.locator('button[type=submit]')
  // It may go while it is looked at or pressed: that it is gone is what counts.
  if (await submit.isEnabled().catch(() => false)) await submit.click().catch(() => {})
  await expect(dialog).toHaveCount(0)
}
