import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { BrandMark } from '../../components/brand/brand-mark.tsx'
import { LanguageSwitch } from '../../components/language/language-switch.tsx'
import classes from './entry.module.css'

/** The pages before one is signed in: a form on the left, calm facts on the right, folded under it on a phone. */
export function EntryLayout({ children }: { readonly children: ReactNode }) {
  const common = useTranslations('common')
  const translate = useTranslations('signIn.facts')
  return (
    <div className={classes.entry}>
      <main className={classes.form}>
        <div className={classes.brand}>
          <BrandMark size={24} />
          <span>{common('product')}</span>
        </div>
        <div className={classes.middle}>{children}</div>
        <LanguageSwitch />
      </main>
      <aside className={classes.facts} aria-label={translate('title')}>
        <dl>
          <div>
            <dt>{translate('terminals')}</dt>
            <dd>{translate('terminalsText')}</dd>
          </div>
          <div>
            <dt>{translate('record')}</dt>
            <dd>{translate('recordText')}</dd>
          </div>
          <div>
            <dt>{translate('session')}</dt>
            <dd>{translate('sessionText')}</dd>
          </div>
        </dl>
      </aside>
    </div>
  )
}
