/** A row of `docs/pci.md`: a requirement, what the product does, and the tests that show it. */
export interface Claim {
  readonly line: number
  readonly requirement: string
  readonly tests: readonly NamedTest[]
  /** Said instead of a test: this is none of the product's, or it is not built. */
  readonly unshown: boolean
}

export interface NamedTest {
  /** From the repository's root. */
  readonly file: string
  /** The test's name, or a part of it with what stands above it. */
  readonly title: string
}

const CLAIM = /^\| ([0-9A][0-9.,– ()SPa-z]*) \| (.+) \| (.+) \|$/
const TEST = /`([\w./[\]()-]+\.(?:test|spec)\.tsx?)`: ([^`]+?)(?:<br>|$)/g
/** How a row begins that shows nothing, each followed by why. */
export const UNSHOWN = ['outside the product: ', 'not built: '] as const

/** Reads the rows of all tables whose first cell is a requirement's number. */
export function readClaims(markdown: string): Claim[] {
  return markdown.split('\n').flatMap((text, index) => {
    const [, requirement, , shown] = CLAIM.exec(text) ?? []
    if (requirement === undefined || shown === undefined) return []
    const tests = [...shown.matchAll(TEST)].map(([, file = '', title = '']) => ({ file, title: title.trim() }))
    return [
      { line: index + 1, requirement: requirement.trim(), tests, unshown: UNSHOWN.some((words) => shown.startsWith(words)) },
    ]
  })
}
