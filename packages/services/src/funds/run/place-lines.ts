import type { RunLine } from './read-lines.ts'
import type { RunPayment } from './read-payments.ts'

interface Place {
  readonly store: string
  readonly terminal: string | null
}

/**
 * Some files tell the merchant number only. Where it is the number of one store's terminals, as these say themselves, it tells the
 * store, and where it is one terminal's, the terminal.
 */
export function placeLines(lines: readonly RunLine[], payments: readonly RunPayment[]): readonly RunLine[] {
  const wanted = new Set(lines.flatMap((line) => (line.store === null ? [line.merchantAccount] : [])))
  if (wanted.size === 0) return lines
  const places = new Map<string, Place | null>()
  for (const { match, merchantNumber } of payments) {
    const { acquirer, merchantAccount, store, terminal } = match
    if (merchantNumber !== merchantAccount || !wanted.has(merchantAccount)) continue
    const key = `${acquirer}\n${merchantAccount}`
    const known = places.get(key)
    if (known === undefined) places.set(key, { store, terminal })
    else if (known !== null && known.store !== store) places.set(key, null)
    else if (known !== null && known.terminal !== terminal) places.set(key, { store, terminal: null })
  }
  return lines.map((line) => {
    const place = line.store === null ? places.get(`${line.acquirer}\n${line.merchantAccount}`) : null
    return place ? { ...line, store: place.store, terminal: line.terminal ?? place.terminal } : line
  })
}
