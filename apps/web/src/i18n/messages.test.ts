import { readdirSync } from 'node:fs'
import { auditActions } from '@counterfoil/services/audit/vocabulary'
import { incidentKinds } from '@counterfoil/services/incidents'
import { describe, expect, it } from 'vitest'
import { chooseLocale } from './locales.ts'
import { messages } from './messages.ts'

type Tree = { readonly [key: string]: string | Tree }

function leaves(tree: Tree, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as const] : leaves(value, `${path}${key}.`),
  )
}
const placeholders = (text: string) => [...text.matchAll(/\{\s*(\w+)/g)].map((match) => match[1]).sort()

describe('messages', () => {
  const en = leaves(messages.en)
  const zh = new Map(leaves(messages.zh))

  it('has the same keys in both languages', () => {
    expect([...zh.keys()].sort()).toEqual(en.map(([key]) => key).sort())
  })
  it('has no empty message', () => {
    for (const [key, text] of [...en, ...zh]) expect(text, key).toMatch(/\S/)
  })
  it('uses the same placeholders in both languages', () => {
    for (const [key, text] of en) expect(new Set(placeholders(zh.get(key) ?? '')), key).toEqual(new Set(placeholders(text)))
  })
  it('has words for every action of the log and every kind of incident', () => {
    const keys = new Set(en.map(([key]) => key))
    const wanted = [
      ...Object.keys(auditActions).map((action) => `audit.actions.${action}`),
      ...incidentKinds.map((kind) => `auditReview.incidents.kinds.${kind}`),
    ]
    expect(wanted.filter((key) => !keys.has(key))).toEqual([])
  })
  it.each(['en', 'zh'] as const)('lists every file of %s', (locale) => {
    const files = readdirSync(new URL(`../../messages/${locale}`, import.meta.url)).map((file) => file.replace(/\.json$/, ''))
    const named = Object.keys(messages[locale]).map((namespace) =>
      namespace.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    )
    expect(files.sort()).toEqual(named.sort())
  })
})

describe('choosing the language', () => {
  it.each([
    ['zh', 'en-GB', 'zh'],
    [undefined, 'zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    [undefined, 'fr-FR, zh;q=0.3, en;q=0.7', 'en'],
    [undefined, 'zh;q=0, de', 'en'],
    ['de', null, 'en'],
    [undefined, '', 'en'],
  ])('cookie %s, header %s', (cookie, header, expected) => expect(chooseLocale(cookie, header)).toBe(expected))
})
