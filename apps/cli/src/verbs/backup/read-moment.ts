import { UsageError } from '../../cli-error.ts'

/** A moment with its zone: without one, nobody knows which hour is meant. */
export function readMoment(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined
  const at = new Date(text)
  if (!/(Z|[+-]\d\d:?\d\d)$/.test(text) || Number.isNaN(at.getTime()))
    throw new UsageError(`--at is a moment like 2026-11-28T14:05:00Z, not "${text}"`)
  return at
}
