export type Parameter = string | number | readonly (string | number)[]
export type Parameters = Readonly<Record<string, Parameter>>

/** A parameter as one line of text. */
export function writeParameter(value: Parameter): string {
  return typeof value === 'object' ? value.join(', ') : String(value)
}

/** What was typed, each of the kind it was before; whether it can be is for the server to say. */
export function readParameters(before: Parameters, texts: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(before).map(([key, was]): [string, string | number | (string | number)[]] => {
      const text = (texts[key] ?? '').trim()
      if (typeof was === 'number') return [key, Number(text)]
      if (typeof was === 'string') return [key, text]
      const numbers = typeof was[0] === 'number'
      const parts = text.split(/[,，\s]+/).filter(Boolean)
      return [key, numbers ? parts.map(Number) : parts]
    }),
  )
}
