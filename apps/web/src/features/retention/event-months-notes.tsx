import type { EventMonthsTold } from '@counterfoil/services/retention'
import { useTranslations } from 'next-intl'
import classes from './retention.module.css'

/** Which months that are due stayed when a hub looked last and why, and which files are no longer what they were. */
export function EventMonthsNotes({ told: { kept, unsound } }: { readonly told: EventMonthsTold }) {
  const translate = useTranslations('retention.eventMonths')
  return (
    <>
      {unsound.map((month) => (
        <small key={month} className={classes.problem}>
          {translate('unsound', { month })}
        </small>
      ))}
      {kept.map(({ month, reason }) => (
        <small key={month} className={classes.under}>
          {translate('kept', { month, reason: translate(`reasons.${reason}`) })}
        </small>
      ))}
    </>
  )
}
