'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { TRPCClientError } from '@trpc/client'
import { useTranslations } from 'next-intl'
import { useScope } from '../../components/scope/use-scope.ts'
import { useApi } from '../../trpc/client.tsx'
import { type LiveView, useLive } from '../live/index.ts'
import { PairingPage } from './pairing-page.tsx'
import { SignedOutWall } from './signed-out-wall.tsx'
import { useLook } from './use-look.ts'
import { useRenewal } from './use-renewal.ts'
import classes from './wall.module.css'
import { WallAttention } from './wall-attention.tsx'
import { WallFigures } from './wall-figures.tsx'
import { WallFoot } from './wall-foot.tsx'
import { WallHours } from './wall-hours.tsx'
import { WallStores } from './wall-stores.tsx'
import { WallTop } from './wall-top.tsx'
import type { WallViewer } from './wall-viewer.ts'

interface WallPageProps {
  readonly viewer: WallViewer
  /** What the chain calls itself; null before it is set up. */
  readonly chainName: string | null
  /** Where screens are let in. */
  readonly screensAddress: string
}

const COMPARISON_EVERY_MS = 60_000
const RATES_EVERY_MS = 600_000

/** Live figures to be read from across a room: nothing to press, nothing of a card. */
export function WallPage({ viewer, chainName, screensAddress }: WallPageProps) {
  const translate = useTranslations('wall')
  const api = useApi()
  const { scope } = useScope()
  const view = useLive(scope)
  const ended = hasEnded(view)
  const asking = { enabled: !ended, placeholderData: keepPreviousData }
  const rates = useQuery(
    api.live.rates.queryOptions(undefined, { ...asking, refetchInterval: RATES_EVERY_MS, staleTime: RATES_EVERY_MS }),
  )
  const comparison = useQuery(api.live.comparison.queryOptions({ scope }, { ...asking, refetchInterval: COMPARISON_EVERY_MS }))
  useLook()
  useRenewal(view.link.kind === 'live')
  // Nothing of what was shown stays in the document.
  if (ended) return viewer.kind === 'screen' ? <PairingPage ended screensAddress={screensAddress} /> : <SignedOutWall />
  const { state, lastWordMs } = view
  const parts =
    state === null || rates.data === undefined
      ? null
      : { state, lastWordMs, rates: rates.data, comparison: comparison.data, asOfMs: null }
  return (
    <main className={classes.wall}>
      <h1 className={classes.unseen}>{translate('title')}</h1>
      <WallTop chainName={chainName} view={view} scope={scope} />
      {parts === null ? (
        <p className={classes.toCome} role="status">
          {view.error === null ? translate('coming') : translate('failed', { reason: view.error.message })}
        </p>
      ) : (
        <>
          <WallFigures {...parts} />
          <div className={classes.middle}>
            <div className={classes.left}>
              <WallAttention {...parts} />
              <WallHours {...parts} />
            </div>
            <WallStores {...parts} />
          </div>
        </>
      )}
      <WallFoot viewer={viewer} />
    </main>
  )
}

/** The hub says it at once; while it is away, the next question that is refused does. */
function hasEnded({ link, error }: LiveView): boolean {
  return link.kind === 'signed_out' || (error instanceof TRPCClientError && error.data?.code === 'UNAUTHORIZED')
}
