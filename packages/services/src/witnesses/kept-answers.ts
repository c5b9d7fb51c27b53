/** Answers that many ask for at once are made once: while one is being made, and as long as it is among the newest. */
export interface KeptAnswers<T> {
  of(key: string, make: () => Promise<T>): Promise<T>
}

export function keepAnswers<T>(most: number): KeptAnswers<T> {
  const kept = new Map<string, Promise<T>>()
  return {
    of(key, make) {
      const known = kept.get(key)
      if (known !== undefined) return known
      const made = make()
      kept.set(key, made)
      if (kept.size > most) for (const oldest of kept.keys()) if (kept.delete(oldest)) break
      // A failure is nobody's answer but theirs who waited for it.
      made.catch(() => kept.delete(key))
      return made
    },
  }
}
