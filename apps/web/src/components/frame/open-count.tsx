import { useLocale, useTranslations } from 'next-intl'
import { formatCount } from '../format/number.ts'
import classes from './open-count.module.css'

/** How many items are open behind an entry of the navigation; nothing for none. */
export function OpenCount({ count }: { readonly count: number | undefined }) {
  const translate = useTranslations('frame')
  const locale = useLocale()
  if (count === undefined || count === 0) return null
  const shown = formatCount(count, locale)
  return (
    <span className={classes.count} title={translate('openCount', { count, shown })}>
      {shown}
    </span>
  )
}
