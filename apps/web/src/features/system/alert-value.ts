import type { AlertRule } from '@counterfoil/services/operations'
import { formatCount, formatPercent } from '../../components/format/number.ts'
import { formatSpan } from '../../components/format/span.ts'
import type { Locale } from '../../i18n/locales.ts'

const units: Readonly<Record<AlertRule, 'ms' | 'span' | 'share' | 'count' | 'flag'>> = {
  commit_latency: 'ms',
  ingest_backlog: 'count',
  log_lag: 'span',
  checkpoint_age: 'span',
  witness_loss: 'share',
  log_loss: 'flag',
  disk_free: 'share',
  disk_forecast: 'span',
  certificate: 'span',
  backup_age: 'span',
  backup_log: 'span',
  replica_lag: 'span',
  replica_away: 'flag',
  job_failures: 'count',
  pull_failures: 'count',
  store_offline: 'flag',
  device_unwell: 'count',
  inspection_overdue: 'count',
  inspection_suspicious: 'flag',
}

/** Every rule, for who chooses among them. */
export const alertRuleNames = Object.keys(units) as AlertRule[]

/** A rule's value as people read it; null where yes or no says it all. */
export function formatAlertValue(rule: AlertRule, value: number, locale: Locale): string | null {
  switch (units[rule]) {
    case 'ms':
      return `${formatCount(value * 1_000, locale)} ms`
    case 'span':
      return formatSpan(value * 1_000, locale)
    case 'share':
      return formatPercent(value, locale)
    case 'count':
      return formatCount(value, locale)
    case 'flag':
      return null
  }
}
