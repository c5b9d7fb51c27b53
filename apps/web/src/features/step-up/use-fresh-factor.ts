'use client'

import { useFactorDesk } from '../../trpc/client.tsx'
import type { Answer } from '../factors/index.ts'

/** Sends something that is no procedure, and again once a factor was shown if that is what it lacked. */
export function useFreshFactor(): <T>(send: () => Promise<Answer<T>>) => Promise<Answer<T>> {
  const desk = useFactorDesk()
  return async function withFreshFactor<T>(send: () => Promise<Answer<T>>): Promise<Answer<T>> {
    const answer = await send()
    const want = answer.ok ? undefined : wants[answer.code]
    return want !== undefined && (await desk.ask(want)) ? withFreshFactor(send) : answer
  }
}

const wants: Readonly<Partial<Record<string, 'factor_wanted' | 'idle'>>> = { FACTOR_WANTED: 'factor_wanted', IDLE: 'idle' }
