import { parseArgs } from 'node:util'

/** Reads `--name 5` for every name; each has a default and must be a whole number above 0. Throws what is wrong. */
export function readWholeNumbers<Name extends string>(
  args: readonly string[],
  defaults: Readonly<Record<Name, number>>,
): Record<Name, number> {
  const names = Object.keys(defaults) as Name[]
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]))
  const { values } = parseArgs({ args: [...args], options })
  const read = { ...defaults } as Record<Name, number>
  for (const name of names) {
    const given = values[name]
    if (given === undefined) continue
    const value = Number(given)
    if (!Number.isInteger(value) || value <= 0) throw new Error(`--${name} must be a whole number above 0, not "${given}"`)
    read[name] = value
  }
  return read
}
