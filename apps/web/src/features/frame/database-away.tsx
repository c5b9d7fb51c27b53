'use client'

import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { useDatabaseState } from './use-database-state.ts'

interface DatabaseAwayProps {
  readonly state: 'away' | 'migrating'
}

/** In the place of a page that cannot be drawn without the database; comes back by itself when that is there. */
export function DatabaseAway({ state }: DatabaseAwayProps) {
  const translate = useTranslations('frame.databaseAway')
  const now = useDatabaseState(true) ?? state
  useEffect(() => {
    if (now === 'ok') window.location.reload()
  }, [now])
  return (
    <main style={{ maxWidth: 640, margin: '15vh auto 0', padding: 16 }}>
      <ErrorState
        title={translate(state === 'migrating' ? 'migratingTitle' : 'title')}
        message={translate(state === 'migrating' ? 'migratingMessage' : 'message')}
        onRetry={() => window.location.reload()}
      />
    </main>
  )
}
