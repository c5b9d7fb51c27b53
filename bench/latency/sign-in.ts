import { randomBytes } from 'node:crypto'
import type { BrowserContext } from 'playwright-core'
import { totp } from '../../tools/stack/totp.ts'
import type { BenchStack } from './start-stack.ts'

/** Makes the first account with both factors and leaves its session in the browser's cookies. */
export async function signIn(browser: BrowserContext, { origin, setupToken }: BenchStack): Promise<void> {
  const email = 'bench@example.com'
  const password = randomBytes(18).toString('base64url')
  const ask = async (path: string, data: Readonly<Record<string, string>>): Promise<Record<string, unknown>> => {
    const answer = await browser.request.post(origin + path, { data, headers: { origin } })
    if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`)
    return answer.json()
  }
  await ask('/api/setup', { token: setupToken, name: 'Benchmark', email, password })
  await ask('/api/auth/sign-in/email', { email, password })
  const { totpURI } = await ask('/api/auth/two-factor/enable', { password })
  const secret = new URL(String(totpURI)).searchParams.get('secret') ?? ''
  await ask('/api/auth/two-factor/verify-totp', { code: totp(secret, Date.now()) })
}
