import { rateLimits, subjectOf, takeRate } from '@counterfoil/services/rate-limits'
import { type FoundSetupLink, findSetupLink } from '@counterfoil/services/users'
import type { Runtime } from '../context.ts'
import { readRequestOrigin } from '../request-origin.ts'

/** What stands behind a link's address, unless its asker has opened too many: then it is not looked for, so guesses tell nothing. */
export async function openSetupLink(
  { systemServices }: Pick<Runtime, 'systemServices'>,
  headers: Headers,
  token: string,
): Promise<FoundSetupLink | { readonly state: 'tooOften' }> {
  const services = systemServices('setup')
  const name = 'setupLinkPage'
  const taken = await takeRate(services, subjectOf(name, readRequestOrigin(headers)), rateLimits[name])
  return taken.ok ? findSetupLink(services, token) : { state: 'tooOften' }
}
