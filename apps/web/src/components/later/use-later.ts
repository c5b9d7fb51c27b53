import { useState } from 'react'

interface Later<T> {
  /** What was asked for; null until it is here. */
  readonly part: T | null
  /** Somebody came near: it is fetched, and nothing is shown. */
  readonly prepare: () => void
  readonly ask: () => void
}

/** A part of the page that comes when somebody wants it. Where the line is lost nothing happens, and the next press asks again. */
export function useLater<T extends object>(load: () => Promise<T>): Later<T> {
  const [part, setPart] = useState<T | null>(null)
  const fetchPart = async (): Promise<T | null> => {
    try {
      return await load()
    } catch {
      return null
    }
  }
  return {
    part,
    prepare: () => void fetchPart(),
    ask: () => void fetchPart().then(setPart),
  }
}
