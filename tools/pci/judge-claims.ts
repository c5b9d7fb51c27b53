import type { RanTest } from './ran-tests.ts'
import { type Claim, UNSHOWN } from './read-claims.ts'

/** Names each row that shows nothing: no test and no word why, a test that did not run, or one that failed. */
export function judgeClaims(claims: readonly Claim[], ran: readonly RanTest[]): string[] {
  if (claims.length === 0) return ['docs/pci.md has no row that could be read']
  return claims.flatMap(({ line, requirement, tests, unshown }) => {
    const where = `docs/pci.md line ${line} (${requirement})`
    if (unshown) return tests.length === 0 ? [] : [`${where}: names a test and says that nothing shows it`]
    if (tests.length === 0) return [`${where}: names no test; write \`path.test.ts\`: its name, or "${UNSHOWN.join('…" or "')}…"`]
    return tests.flatMap(({ file, title }) => {
      const found = ran.filter((one) => one.file === file && one.name.includes(title))
      if (found.length === 0) return [`${where}: no test "${title}" ran in ${file}`]
      return found.every(({ passed }) => passed) ? [] : [`${where}: "${title}" in ${file} did not pass`]
    })
  })
}
