import { expect, it } from 'vitest'
import { readSeenRecord, writeSeenRecord } from './seen-record.ts'

it.each([{ receipt: '0041', trace: '000141' }, { receipt: '0041' }, { receipt: '0000' }])('comes back as it was: %o', (seen) => {
  expect(readSeenRecord(writeSeenRecord(seen))).toEqual(seen)
})

it('reads a receipt number written by another hand', () => {
  expect(readSeenRecord('41')).toEqual({ receipt: '41' })
  expect(readSeenRecord('0041/what')).toEqual({ receipt: '0041' })
})
