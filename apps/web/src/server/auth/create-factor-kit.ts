import type { FactorKit } from '@counterfoil/services/sign-in'
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto'
import type { Env } from '../../env.ts'
import type { Auth } from './create-auth.ts'
import { hashPassword, verifyPassword } from './hash-password.ts'
import { passkeySite } from './passkey-site.ts'

/** Sealed as better-auth seals, so that either opens what the other closed. */
export function createFactorKit(auth: Auth, settings: Pick<Env, 'publicOrigin'>): FactorKit {
  const key = async () => (await auth.$context).secretConfig
  return {
    hashPassword,
    verifyPassword,
    seal: async (data) => symmetricEncrypt({ key: await key(), data }),
    open: async (data) => symmetricDecrypt({ key: await key(), data }),
    site: passkeySite(settings),
  }
}
