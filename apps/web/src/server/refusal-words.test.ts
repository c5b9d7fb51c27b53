import { readdirSync, readFileSync } from 'node:fs'
import { SERVICE_ERROR_CODES } from '@counterfoil/services'
import { expect, it } from 'vitest'
import { messages } from '../i18n/messages.ts'

type Tree = { readonly [key: string]: string | Tree }

const sources = ['../../../../packages/services/src', '.'].map((path) => new URL(`${path}/`, import.meta.url))

function reasonsThrown(): Set<string> {
  const reasons = new Set<string>()
  for (const source of sources)
    for (const file of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue
      const text = readFileSync(new URL(file, source), 'utf8')
      for (const [, details = ''] of text.matchAll(/new ServiceError\((?:[^{}]|\$\{[^{}]*\})*\{([^{}]*)\}/g))
        for (const [, reason = ''] of details.matchAll(/reason: '(\w+)'/g)) reasons.add(reason)
    }
  return reasons
}

/** Where pages keep words of their own: `<page>.errors` and `<page>.refusals`. */
function ownWords(tree: Tree): Set<string> {
  return new Set(
    Object.entries(tree).flatMap(([key, value]) => {
      if (typeof value === 'string') return []
      return key === 'errors' || key === 'refusals' ? Object.keys(value) : [...ownWords(value)]
    }),
  )
}

it.each(SERVICE_ERROR_CODES)('has words in both languages for a refusal that gives no other reason than %s', (code) => {
  expect(messages.en.refusals).toHaveProperty(code)
  expect(messages.zh.refusals).toHaveProperty(code)
})

it('has words in both languages for each reason a refusal gives', () => {
  const reasons = reasonsThrown()
  expect(reasons.size).toBeGreaterThan(60)
  for (const locale of ['en', 'zh'] as const) {
    const known = new Set([...Object.keys(messages[locale].refusals), ...ownWords(messages[locale])])
    expect([...reasons].filter((reason) => !known.has(reason)).sort(), locale).toEqual([])
  }
})
