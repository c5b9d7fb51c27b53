import { describe, expect, it } from 'vitest'
import { messages } from '../../i18n/messages.ts'
import { initialsOf } from './initials.ts'
import { isCurrent, navEntries, navFor, phoneNavFor } from './nav.ts'

describe('navigation', () => {
  it('marks one entry for each page, also for pages below it', () => {
    const currentOf = (pathname: string) => navEntries.filter((entry) => isCurrent(entry, pathname)).map((entry) => entry.href)
    expect(currentOf('/')).toEqual(['/'])
    expect(currentOf('/payments')).toEqual(['/payments'])
    expect(currentOf('/payments/0417/2026-11-20/x')).toEqual(['/payments'])
    expect(currentOf('/paymentsx')).toEqual([])
    expect(currentOf('/funds/payouts/7')).toEqual(['/funds'])
    expect(currentOf('/funds/files/7')).toEqual(['/funds/files'])
  })
  it('shows only what one may open', () => {
    expect(navFor(['/', '/stores', '/stores/[id]']).map((entry) => entry.href)).toEqual(['/', '/stores'])
    expect(navFor([])).toEqual([])
  })
  it('leaves no entry out on a phone, however many there are', () => {
    const pages = navEntries.map((entry) => entry.href)
    const { bar, more } = phoneNavFor(pages)
    expect([...bar, ...more]).toEqual(navEntries)
    expect(bar).toHaveLength(4)
  })
  it('has a word for each entry', () => {
    for (const entry of navEntries) expect(messages.zh.frame[entry.word]).toMatch(/\S/)
  })
  it.each([
    ['Maria Vogel', 'MV'],
    ['  anna maria  rossi ', 'AR'],
    ['Cher', 'C'],
    ['王小明', '小明'],
    ['', ''],
  ])('shortens %s to %s', (name, initials) => expect(initialsOf(name)).toBe(initials))
})
