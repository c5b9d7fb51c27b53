/** One value of an entry, by its path. */
export interface Difference {
  readonly path: string
  readonly before: string | null
  readonly after: string | null
  readonly changed: boolean
}

/** What was and what is, value by value; what changed first, else in the order of the bytes. */
export function compare(before: unknown, after: unknown): Difference[] {
  const [old, now] = [flatten(before), flatten(after)]
  const paths = [...new Set([...old.keys(), ...now.keys()])]
  const all = paths.map((path) => {
    const [was, is] = [old.get(path) ?? null, now.get(path) ?? null]
    return { path, before: was, after: is, changed: was !== is }
  })
  return [...all.filter(({ changed }) => changed), ...all.filter(({ changed }) => !changed)]
}

/** Values by their paths: `reach.country`, `batches.0`. Short lists stand in one line. */
export function flatten(value: unknown, path = ''): Map<string, string> {
  if (value === undefined) return new Map()
  if (value === null || typeof value !== 'object') return new Map([[path, String(value)]])
  if (Array.isArray(value) && value.every((one) => one === null || typeof one !== 'object'))
    return new Map([[path, value.length === 0 ? '[]' : value.join(', ')]])
  const entries = Object.entries(value)
  if (entries.length === 0) return new Map([[path, '{}']])
  return new Map(entries.flatMap(([key, one]) => [...flatten(one, path === '' ? key : `${path}.${key}`)]))
}
