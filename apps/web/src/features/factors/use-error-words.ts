'use client'

import { useTranslations } from 'next-intl'
import type { Answer } from './ask-server.ts'

type Failure = Extract<Answer<unknown>, { readonly ok: false }>

/** Turns a refusal's code into a sentence; one we have no words for is shown as the code it is. */
export function useErrorWords(): (failure: Failure) => string {
  const factors = useTranslations('factors.errors')
  const signIn = useTranslations('signIn.errors')
  const setup = useTranslations('setup.errors')
  return ({ code, minutes }) => {
    const key = code as never
    if (factors.has(key)) return factors(key)
    if (setup.has(key)) return setup(key)
    if (signIn.has(key)) return signIn(key, { minutes: minutes ?? 30 } as never)
    return signIn('UNKNOWN', { code })
  }
}
