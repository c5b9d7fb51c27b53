import { expect, it } from 'vitest'
import { formatAlertValue } from './alert-value.ts'

it('shows each rule’s value in its own unit, in both languages', () => {
  expect(formatAlertValue('commit_latency', 0.31, 'en')).toBe('310 ms')
  expect(formatAlertValue('disk_free', 0.081, 'zh')).toBe('8.1%')
  expect(formatAlertValue('certificate', 13 * 86_400, 'en')?.replaceAll(/\s/g, ' ')).toBe('13 days')
  expect(formatAlertValue('backup_age', 27 * 3_600, 'zh')?.replaceAll(/\s/g, ' ')).toBe('1 天')
  expect(formatAlertValue('ingest_backlog', 12_000, 'en')).toBe('12,000')
  expect(formatAlertValue('log_loss', 1, 'en')).toBeNull()
})
