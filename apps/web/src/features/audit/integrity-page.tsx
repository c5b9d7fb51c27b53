'use client'

import type { AuditIntegrity } from '@counterfoil/services/audit'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Columns } from '../../components/columns/columns.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { Page } from '../../components/frame/page.tsx'
import { useApi } from '../../trpc/client.tsx'
import { ArchivesSection } from './archives-section.tsx'
import classes from './audit-page.module.css'
import { CheckpointsSection } from './checkpoints-section.tsx'
import { ForeignSection } from './foreign-section.tsx'
import { GapsSection } from './gaps-section.tsx'
import { HereSection } from './here-section.tsx'
import { HoursSection } from './hours-section.tsx'
import { IntegrityStrip } from './integrity-strip.tsx'
import { KeysSection } from './keys-section.tsx'
import { StartsSection } from './starts-section.tsx'
import { WitnessSection } from './witness-section.tsx'

const ASK_AGAIN_MS = 10_000

/** Whether the record is whole, as far as the hub says, and as far as this browser knows. */
export function IntegrityPage() {
  const translate = useTranslations('audit.integrity')
  const api = useApi()
  const integrity = useQuery(api.audit.integrity.queryOptions(undefined, { refetchInterval: ASK_AGAIN_MS }))
  return (
    <Page title={translate('title')} answers={translate('answers')}>
      <p className={classes.crumbs}>
        <Link href="/audit" data-link>
          {translate('back')}
        </Link>
      </p>
      {integrity.data !== undefined ? (
        <Integrity integrity={integrity.data} />
      ) : integrity.error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : (
        <div className={classes.padded}>
          <ErrorState title={translate('failed')} message={integrity.error.message} onRetry={() => void integrity.refetch()} />
        </div>
      )}
    </Page>
  )
}

function Integrity({ integrity }: { readonly integrity: AuditIntegrity }) {
  return (
    <>
      <IntegrityStrip integrity={integrity} />
      <Columns
        main={
          <>
            <HoursSection minutes={integrity.checkpointsPerHour} />
            <CheckpointsSection checkpoints={integrity.checkpoints} />
            <ArchivesSection archives={integrity.archives} />
            <GapsSection gaps={integrity.gaps} agents={integrity.agents} />
            <StartsSection rows={integrity.startsAndStops} />
          </>
        }
        side={
          <>
            <HereSection />
            <KeysSection keys={integrity.keys} origin={integrity.origin} />
            <WitnessSection witnesses={integrity.witnesses} />
            <ForeignSection foreign={integrity.foreign} />
          </>
        }
      />
    </>
  )
}
