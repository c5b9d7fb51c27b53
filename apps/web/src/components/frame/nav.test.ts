import { describe, expect, it } from 'vitest'
import { messages } from '../../i18n/messages.ts'
import { initialsOf } from './initials.ts'
import { isCurrent, navEntries, navFor, phoneNavFor, railFor } from './nav.ts'

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
    expect(navEntries.filter((entry) => bar.includes(entry) || more.includes(entry))).toEqual(navEntries)
    expect(bar.map(({ word }) => word)).toEqual(['live', 'payments', 'funds', 'devices'])
    expect(more).toHaveLength(navEntries.length - 4)
  })
  it('opens what stands below an entry where one is there, and shows everything somewhere', () => {
    const pages = navEntries.map((entry) => entry.href)
    const openAt = (pathname: string) => railFor(pages, pathname).filter(({ isOpen }) => isOpen)
    expect(openAt('/funds/fees').map(({ href, below }) => [href, below.map((one) => one.href)])).toEqual([
      ['/funds', ['/funds/fees', '/funds/agreements', '/funds/files']],
    ])
    expect(openAt('/funds/payouts/7').map(({ href }) => href)).toEqual(['/funds'])
    expect(openAt('/').map(({ href }) => href)).toEqual(['/'])
    expect(railFor(pages, '/').flatMap(({ href, below }) => [href, ...below.map((one) => one.href)])).toEqual(pages)
  })
  it('gives what stands below a page that may not be opened a place of its own', () => {
    expect(railFor(['/', '/inspections'], '/').map(({ href }) => href)).toEqual(['/', '/inspections'])
    expect(phoneNavFor(['/', '/inspections']).bar.map(({ href }) => href)).toEqual(['/', '/inspections'])
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
