import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { judgeClaims } from './judge-claims.ts'
import { ranInPlaywright, ranInVitest } from './ran-tests.ts'
import { readClaims } from './read-claims.ts'

const page = `# PCI
| req. | behaviour | shown by |
| --- | --- | --- |
| 8.3.4 | locks | \`apps/web/tests/a.test.ts\`: locks after ten<br>\`e2e/tests/b.spec.ts\`: says so |
| 5.2–5.3 | no anti-malware | outside the product: a matter of the PC |
| A1.1 | nothing | to come |`

const vitest = (status: string) => ({
  testResults: [
    { name: '/root/apps/web/tests/a.test.ts', assertionResults: [{ fullName: 'sign-in locks after ten tries', status }] },
  ],
})
const playwright = {
  suites: [
    {
      title: 'b.spec.ts',
      file: 'b.spec.ts',
      specs: [],
      suites: [
        {
          title: 'the page',
          file: 'b.spec.ts',
          specs: [{ title: 'says so', ok: true, file: 'b.spec.ts', tests: [{ status: 'expected' }] }],
        },
      ],
    },
  ],
}
const ran = (status: string) => [...ranInVitest(vitest(status), '/root'), ...ranInPlaywright(playwright, 'e2e/tests')]

describe('the claims of a page', () => {
  const claims = readClaims(page)

  it('are read row by row', () => {
    expect(claims.map(({ requirement, tests, unshown }) => [requirement, tests.length, unshown])).toEqual([
      ['8.3.4', 2, false],
      ['5.2–5.3', 0, true],
      ['A1.1', 0, false],
    ])
    expect(claims[0]?.tests).toEqual([
      { file: 'apps/web/tests/a.test.ts', title: 'locks after ten' },
      { file: 'e2e/tests/b.spec.ts', title: 'says so' },
    ])
  })

  it('hold when each named test ran and passed', () => {
    expect(judgeClaims(claims, ran('passed'))).toEqual([expect.stringContaining('line 6 (A1.1): names no test')])
  })

  it.each(['failed', 'skipped'])('do not hold when one %s', (status) => {
    expect(judgeClaims(claims.slice(0, 1), ran(status))).toEqual([expect.stringContaining('did not pass')])
  })

  it('do not hold when one did not run, or when there are none', () => {
    expect(judgeClaims(claims.slice(0, 1), ran('passed').slice(1))).toEqual([
      expect.stringContaining('no test "locks after ten" ran in apps/web/tests/a.test.ts'),
    ])
    expect(judgeClaims([], [])).toHaveLength(1)
  })
})

describe('docs/pci.md', () => {
  const claims = readClaims(readFileSync('docs/pci.md', 'utf8'))

  it('names a test that stands in its file, or says why there is none, in every row', () => {
    expect(claims.length).toBeGreaterThan(20)
    const wrong = claims.flatMap(({ requirement, tests, unshown }) =>
      tests.length === 0 && !unshown
        ? [requirement]
        : tests.filter(({ file }) => !existsSync(file)).map(({ file }) => `${requirement}: ${file}`),
    )
    expect(wrong).toEqual([])
  })
})
