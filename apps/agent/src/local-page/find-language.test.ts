import { expect, it } from 'vitest'
import { findLanguage } from './find-language.ts'

it.each([
  [undefined, 'en'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['en-GB,en;q=0.9,zh;q=0.8', 'en'],
  ['de-DE,de;q=0.9,zh-Hans;q=0.5,en;q=0.4', 'zh'],
  ['zh;q=0,en', 'en'],
  ['en;q=0.1, ZH', 'zh'],
  ['*', 'en'],
  [';;;,', 'en'],
])('%s → %s', (accept, language) => {
  expect(findLanguage(accept)).toBe(language)
})
