'use client'

import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import { useState } from 'react'
import { signWithPasskey } from './sign-with-passkey.ts'
import { useErrorWords } from './use-error-words.ts'

/** As procedures take it: extensions are asked for by nobody. */
type SignedResponse = AuthenticationResponseJSON & { readonly clientExtensionResults: Record<string, never> }

/**
 * Has the person's passkey sign what the server names, and tells the server. What went wrong is told by the server's words, or by
 * the device's.
 */
export function useSignedApproval(
  askOptions: () => Promise<PublicKeyCredentialRequestOptionsJSON>,
  tell: (response: SignedResponse) => Promise<unknown>,
) {
  const deviceWords = useErrorWords()
  const [busy, setBusy] = useState(false)
  const [atDevice, setAtDevice] = useState<string | null>(null)
  const [refused, setRefused] = useState<unknown>(null)

  async function sign() {
    setBusy(true)
    setAtDevice(null)
    setRefused(null)
    try {
      const signed = await signWithPasskey(await askOptions())
      if (signed.ok) await tell({ ...signed.data, clientExtensionResults: {} })
      else setAtDevice(deviceWords(signed))
    } catch (error) {
      setRefused(error)
    } finally {
      setBusy(false)
    }
  }

  return {
    busy,
    sign: () => void sign(),
    problem: <Refusal>(words: (error: Refusal) => string): string | null =>
      atDevice ?? (refused === null ? null : words(refused as Refusal)),
  }
}
