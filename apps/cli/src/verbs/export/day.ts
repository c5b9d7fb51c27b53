import { UsageError } from '../../cli-error.ts'

/** A day as an option gives it. */
export function readDay(name: string, text: string | undefined): string {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new UsageError(`--${name} is a day, e.g. 2026-10-01`)
  return text
}
