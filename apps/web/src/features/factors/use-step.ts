'use client'

import { useState } from 'react'
import type { Answer } from './ask-server.ts'
import { useErrorWords } from './use-error-words.ts'

/** One step of a form: whether it is being sent, and the sentence of what went wrong. */
export function useStep() {
  const words = useErrorWords()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<{ readonly code: string; readonly text: string } | null>(null)

  /** Returns the data, or null after keeping the refusal's words. */
  async function take<T>(ask: Promise<Answer<T>>): Promise<T | null> {
    setBusy(true)
    setProblem(null)
    const answer = await ask
    setBusy(false)
    if (answer.ok) return answer.data
    setProblem({ code: answer.code, text: words(answer) })
    return null
  }

  return { busy, problem, take, forget: () => setProblem(null) }
}
