import { AgentEvent, hideFirstDigits, hideFirstDigitsInHex } from '@counterfoil/protocol'

/** A recorded event as anybody may see it: of card numbers their last four digits, in fields, texts and bytes. */
export interface ShownEvent {
  /** null when this version cannot read the body. */
  readonly event: AgentEvent | null
  readonly text: string
}

/** Reads a body anew, whatever the hub understood then: a newer version may know what an older one only kept. */
export function showEvent(body: string): ShownEvent {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return { event: null, text: hideFirstDigits(body) }
  }
  const event = AgentEvent.safeParse(hide(value, undefined)).data ?? null
  const shown = JSON.stringify(hide(value, '******'))
  // As it came wherever it can be: what is hashed has a form of its own.
  return { event, text: shown === JSON.stringify(value) ? body : shown }
}

/** `firstSix` stands in the place of the field of that name; undefined leaves it out. */
function hide(value: unknown, firstSix: string | undefined): unknown {
  if (typeof value === 'string') return hideFirstDigits(value)
  if (Array.isArray(value)) return value.map((item) => hide(item, firstSix))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]) => {
      if (name === 'first6') return firstSix === undefined ? [] : [[name, firstSix]]
      if (name === 'hex' && typeof field === 'string') return [[name, hideFirstDigitsInHex(field)]]
      return [[hideFirstDigits(name), hide(field, firstSix)]]
    }),
  )
}
