'use client'

import type { WatchScope } from '@counterfoil/protocol'
import { useTranslations } from 'next-intl'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { useScope } from '../../components/scope/use-scope.ts'
import { AsOfPicker } from './as-of-picker.tsx'
import { LiveSections, LiveSectionsToCome } from './live-sections.tsx'
import { LiveShell } from './live-shell.tsx'
import { NoStores } from './no-stores.tsx'
import { PastPage } from './past-page.tsx'
import { useAsOf } from './use-as-of.ts'
import { useLive } from './use-live.ts'

/** What the chain sells now, or sold at the minute in the address. */
export function LivePage() {
  const { scope, setScope } = useScope()
  const { asOfMs, setAsOf } = useAsOf()
  const chosen = { scope, onScope: setScope, onAsOf: setAsOf }
  return asOfMs === null ? <NowPage {...chosen} /> : <PastPage {...chosen} asOfMs={asOfMs} />
}

interface NowPageProps {
  readonly scope: WatchScope
  readonly onScope: (scope: WatchScope) => void
  readonly onAsOf: (asOfMs: number | null) => void
}

function NowPage({ scope, onScope, onAsOf }: NowPageProps) {
  const translate = useTranslations('live')
  const view = useLive(scope)
  return (
    <LiveShell
      title={translate('title')}
      titleShown={false}
      scope={scope}
      onScope={onScope}
      range={<AsOfPicker asOfMs={null} onAsOf={onAsOf} />}
      view={view}
    >
      {view.state !== null ? (
        view.state.stores.size === 0 ? (
          <NoStores scope={scope} onScope={onScope} />
        ) : (
          <LiveSections state={view.state} lastWordMs={view.lastWordMs} asOfMs={null} />
        )
      ) : view.error === null ? (
        <LiveSectionsToCome />
      ) : (
        <ErrorState title={translate('failed')} message={view.error.message} onRetry={view.tryNow} />
      )}
    </LiveShell>
  )
}
