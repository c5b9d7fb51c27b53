import { totpCode } from '@counterfoil/services/sign-in'
import {
  decodeBase32,
  roomInStep,
  type TestAnswer,
  type TestBrowser,
  type TestDashboard,
} from '../../../../apps/web/tests/support/open-dashboard.ts'

/** Somebody signed in with both factors, and what they know. */
export interface Somebody {
  readonly id: string
  readonly email: string
  readonly password: string
  readonly browser: TestBrowser
  readonly recoveryCodes: string[]
  /** A code of their app that no sign-in has used yet; there are two at any moment. */
  code(): string
  /** What a procedure answers; a refusal is an error. */
  ask<Told>(procedure: string, input?: unknown): Promise<Told>
}

interface Given {
  readonly token: string
  readonly name: string
  readonly email: string
  readonly password: string
  /** The link names the address itself. */
  readonly invited?: boolean
}

/** Goes the way a person goes: link, account, password, authenticator. */
export async function enrolSomebody(dashboard: TestDashboard, given: Given): Promise<Somebody> {
  const { token, name, email, password, invited = false } = given
  const browser = dashboard.openBrowser()
  expectOk(await browser.post('/api/setup', { token, name, password, ...(invited ? {} : { email }) }), 'the set-up link')
  expectOk(await browser.signIn(password, email), 'the password')
  const enrolment = await browser.enrol(password)
  expectOk(enrolment, 'enrolment')
  const secret = decodeBase32(new URL(enrolment.body.totpURI).searchParams.get('secret') ?? '')
  await roomInStep()
  let step = Math.floor(Date.now() / 30_000) - 1
  const code = () => totpCode(secret, step++)
  expectOk(await browser.verifyCode(code()), 'the first code')
  const id = (await browser.person())?.id ?? ''
  return {
    id,
    email,
    password,
    browser,
    recoveryCodes: [...enrolment.body.backupCodes],
    code,
    async ask(procedure, input) {
      const answer = await browser.ask(procedure, input)
      expectOk(answer, procedure)
      return answer.body.result.data.json
    },
  }
}

let invited = 0

/** Invited by an administrator to see the whole chain, and enrolled. */
export async function inviteSomebody(dashboard: TestDashboard, by: Somebody, role: string): Promise<Somebody> {
  invited += 1
  const email = `${role}.${invited}@chain.example`
  const { token } = await by.ask<{ token: string }>('people.invite', { email, role, reach: { kind: 'chain' } })
  const password = `ganz andere woerter ${invited}`
  return enrolSomebody(dashboard, { token, name: `Somebody ${invited}`, email, password, invited: true })
}

export function expectOk(answer: TestAnswer, what: string): void {
  if (answer.status !== 200) throw new Error(`${what} was answered with ${answer.status}: ${JSON.stringify(answer.body)}`)
}
