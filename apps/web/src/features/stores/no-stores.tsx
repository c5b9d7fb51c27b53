'use client'

import { useTranslations } from 'next-intl'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import classes from './no-stores.module.css'

/** No store yet: what will stand here and how the first one comes. */
export function NoStores() {
  const translate = useTranslations('stores.empty')
  return (
    <EmptyState
      title={translate('title')}
      why={translate('why')}
      first={
        <>
          <p className={classes.first}>{translate('first')}</p>
          <code className={classes.command}>
            npm run counterfoil -- store add CODE --name NAME --country DE --city CITY --currency EUR --time-zone Europe/Berlin
            --entity COMPANY
          </code>
        </>
      }
    />
  )
}
