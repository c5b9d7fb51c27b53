import type { CDPSession, Page } from '@playwright/test'

/** An authenticator inside the browser: it answers at once and verifies its holder unless told otherwise. */
export interface VirtualAuthenticator {
  /** Whether its holder is recognised: by finger, face or PIN. */
  verifyHolder(verified: boolean): Promise<void>
  credentials(): Promise<Credential[]>
  /** Puts a copy in place of a credential, which counts from `signCount` on. */
  replaceByCopy(credential: Credential, signCount: number): Promise<void>
}

type Credential = Awaited<ReturnType<typeof readCredentials>>[number]

export async function addVirtualAuthenticator(page: Page): Promise<VirtualAuthenticator> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    verifyHolder: async (isUserVerified) => {
      await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
    },
    credentials: () => readCredentials(cdp, authenticatorId),
    replaceByCopy: async (credential, signCount) => {
      const { credentialId } = credential
      await cdp.send('WebAuthn.removeCredential', { authenticatorId, credentialId })
      await cdp.send('WebAuthn.addCredential', { authenticatorId, credential: { ...credential, signCount } })
    },
  }
}

async function readCredentials(cdp: CDPSession, authenticatorId: string) {
  return (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials
}
