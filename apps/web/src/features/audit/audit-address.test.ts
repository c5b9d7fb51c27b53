import { expect, test } from 'vitest'
import { formatLocalTime } from '../../components/format/local-time.ts'
import { readAddress, toAddress, toAuditFilter } from './audit-address.ts'

const filterOf = (text: string) => toAuditFilter(readAddress(new URLSearchParams(text)), 'Europe/Berlin')

test('the address becomes the question', () => {
  expect(
    filterOf(
      'who=u1&thing=payment:p:1&action=person.invited&req=10.2.1.5&outcome=refused&from=2026-11-20&q=%20vogel%20&heads=yes',
    ),
  ).toEqual({
    actor: 'u1',
    thing: { type: 'payment', id: 'p:1' },
    action: 'person.invited',
    requirement: '10.2.1.5',
    outcome: 'refused',
    fromMs: Date.UTC(2026, 10, 19, 23),
    text: 'vogel',
    heads: true,
  })
})

test('what cannot be read narrows nothing', () => {
  expect(filterOf('thing=card:1&action=person.eaten&req=12.1&outcome=maybe&from=soon&heads=1')).toEqual({})
})

test('a question becomes the address it came from', () => {
  const text =
    'who=u1&thing=person%3Au2&action=person.invited&req=10.2.1.5&outcome=failed&from=2026-11-20T08%3A00&to=2026-11-21T00%3A00&q=x&heads=yes'
  const address = toAddress(filterOf(text), (ms) => formatLocalTime(ms, 'Europe/Berlin'))
  expect(new URLSearchParams(address as Record<string, string>).toString()).toBe(text)
})
