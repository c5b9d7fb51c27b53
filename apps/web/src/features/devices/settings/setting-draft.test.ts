import { expect, it } from 'vitest'
import { readDraft } from './setting-draft.ts'

it('reads a number only where it is whole and within its bounds', () => {
  const form = { form: 'number', least: 10, most: 20, unit: 's' } as const
  expect(['10', ' 20 ', '9', '21', '15.5', '', 'x'].map((text) => readDraft(form, text))).toEqual([
    10,
    20,
    null,
    null,
    null,
    null,
    null,
  ])
})

it('gives a choice back as what it is, a number as a number', () => {
  expect(readDraft({ form: 'choice', of: [7, 8] }, '8')).toBe(8)
  expect(readDraft({ form: 'choice', of: ['none', 'even'] }, 'even')).toBe('even')
  expect(readDraft({ form: 'choice', of: [7, 8] }, '9')).toBeNull()
})

it('waits for both ends of a window', () => {
  expect(readDraft({ form: 'window' }, '03:00-')).toBeNull()
  expect(readDraft({ form: 'window' }, '03:00-05:00')).toBe('03:00-05:00')
})
