import type { PersonListed } from '@counterfoil/services/people'

/** Of the closed list of states: whether somebody can sign in, could if they finished, or was shut out. */
export function personState({ state, authenticator, passkeys, sso }: PersonListed): 'active' | 'unfinished' | 'disabled' {
  if (state === 'disabled') return 'disabled'
  return authenticator || passkeys > 0 || sso ? 'active' : 'unfinished'
}
