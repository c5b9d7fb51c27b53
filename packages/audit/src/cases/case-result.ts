import { isDeepStrictEqual } from 'node:util'

/** One case of a vector file, tried. `wanted` and `found` are JSON values of the same form. */
export interface CaseResult {
  readonly section: string
  readonly name: string
  readonly wanted: unknown
  readonly found: unknown
  readonly ok: boolean
  /** Why something was refused, in words; never compared. */
  readonly why?: string
}

/** A case that cannot be tried: what it must hold is missing or of another kind. */
export class MalformedCase extends Error {
  override readonly name = 'MalformedCase'
}

export interface Finding {
  readonly wanted: unknown
  readonly found: unknown
  readonly why?: string | undefined
}

/** Tries one case; whatever goes wrong on the way is what was found. */
export async function tryCase(section: string, name: string, attempt: () => Finding | Promise<Finding>): Promise<CaseResult> {
  try {
    const { wanted, found, why } = await attempt()
    return { section, name, wanted, found, ok: isDeepStrictEqual(wanted, found), ...(why !== undefined && { why }) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const found = error instanceof MalformedCase ? `malformed case: ${message}` : `failed: ${message}`
    return { section, name, wanted: 'a case that can be tried', found, ok: false }
  }
}

/** Each element of a list, tried one after the other; a section that is no list is one case that failed. */
export async function tryEach(
  section: string,
  list: unknown,
  nameOf: (item: unknown, at: number) => string,
  attempt: (item: unknown, at: number) => Finding | Promise<Finding>,
): Promise<CaseResult[]> {
  if (list === undefined) return []
  if (!Array.isArray(list))
    return [
      await tryCase(section, section, () => {
        throw new MalformedCase(`${section} is no list`)
      }),
    ]
  const results: CaseResult[] = []
  for (const [at, item] of list.entries()) results.push(await tryCase(section, nameOf(item, at), () => attempt(item, at)))
  return results
}
