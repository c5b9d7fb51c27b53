'use client'

import type { DeviceDetail } from '@counterfoil/services/devices'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Columns } from '../../components/columns/columns.tsx'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { Page } from '../../components/frame/page.tsx'
import { hrefInScope } from '../../components/scope/scope.ts'
import { useScope } from '../../components/scope/use-scope.ts'
import { Status } from '../../components/status/status.tsx'
import { StoreName } from '../../components/store-name/store-name.tsx'
import { ThingHead } from '../../components/thing-head/thing-head.tsx'
import { TouchedBy } from '../../components/touched-by/touched-by.tsx'
import { useApi } from '../../trpc/client.tsx'
import { HealthSection } from '../device-health/index.ts'
import { DeviceInspections } from '../inspections/index.ts'
import { CaptureLine } from './capture-line.tsx'
import { CodeSection } from './code-section.tsx'
import { CustodySection } from './custody-section.tsx'
import { DeviceFacts } from './device-facts.tsx'
import classes from './device-page.module.css'
import { deviceStatus } from './device-status.ts'
import { DocumentsSection } from './documents/documents-section.tsx'
import { FlaggedSection } from './flagged-section.tsx'
import { LifeSection } from './life-section.tsx'
import { PlacesSection } from './places-section.tsx'
import { SealsSection } from './seals-section.tsx'
import { DeviceSettings } from './settings/device-settings.tsx'
import { useDeviceName } from './use-device-name.ts'
import { useDeviceNews } from './use-device-news.ts'

interface DevicePageProps {
  readonly id: number
  readonly mayChange: boolean
  readonly mayHold: boolean
  readonly maySend: boolean
  readonly seesInspections: boolean
  /** Who inspects; null: whoever looks does not. */
  readonly inspectorId: string | null
}

const AGAIN_MS = 15_000

/** One device: what it is, where it stood, who held it, its seals, and each step of its life. */
export function DevicePage({ id, ...may }: DevicePageProps) {
  const translate = useTranslations('devices.detail')
  const api = useApi()
  const { scope } = useScope()
  useDeviceNews()
  const {
    data: device,
    error,
    refetch,
  } = useQuery(api.devices.get.queryOptions({ id }, { retry: false, refetchInterval: AGAIN_MS }))
  return (
    <Page title={translate('title')} titleShown={false}>
      {device !== undefined ? (
        <Device device={device} {...may} />
      ) : error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : error.data?.code === 'NOT_FOUND' || error.data?.code === 'BAD_REQUEST' ? (
        <EmptyState
          title={translate('notFound')}
          why={translate('notFoundWhy')}
          first={
            <Link href={hrefInScope('/devices', scope)} data-link>
              {translate('back')}
            </Link>
          }
        />
      ) : (
        <div className={classes.padded}>
          <ErrorState title={translate('failed')} message={error.message} onRetry={() => void refetch()} />
        </div>
      )}
    </Page>
  )
}

function Device({
  device,
  seesInspections,
  inspectorId,
  ...may
}: Omit<DevicePageProps, 'id'> & { readonly device: DeviceDetail }) {
  const { mayChange, mayHold, maySend } = may
  const translate = useTranslations('devices')
  const nameOf = useDeviceName()
  const { scope } = useScope()
  const { storeId, storeCode, storeName, storeNameLang, lane } = device
  return (
    <>
      <ThingHead
        list={{ label: translate('title'), back: translate('detail.back'), href: hrefInScope('/devices', scope) }}
        name={nameOf(device)}
      >
        <Status {...deviceStatus(device)} as="tag" />
        {device.serial === null ? null : <span className={classes.serial}>{device.serial}</span>}
        {storeId === null || storeCode === null ? (
          <span>{translate('nowhere')}</span>
        ) : (
          <StoreName
            store={{ code: storeCode, name: storeName ?? '', nameLang: storeNameLang ?? '' }}
            href={`/stores/${storeId}`}
          />
        )}
        {lane === null ? null : <span>{translate('tree.lane', { lane })}</span>}
        <TouchedBy type="device" id={device.id} />
      </ThingHead>
      {device.capture === null ? null : <CaptureLine capture={device.capture} />}
      {device.serialDiffers ? (
        <p className={classes.finding} role="status">
          {translate('detail.serialDiffers', { known: device.serial ?? '', told: device.toldSerial ?? '' })}
        </p>
      ) : null}
      <Columns
        main={
          <>
            <HealthSection id={device.id} />
            {device.flagged.length === 0 ? null : <FlaggedSection payments={device.flagged} />}
            <LifeSection device={device} mayChange={mayChange} />
            {mayChange && device.kind === 'agent_pc' && device.agent === null && device.storeId !== null && device.may.enrol ? (
              <CodeSection device={device} />
            ) : null}
            {seesInspections && device.kind === 'terminal' ? (
              <DeviceInspections deviceId={device.id} storeId={device.storeId} inspectorId={inspectorId} />
            ) : null}
            <PlacesSection device={device} mayChange={mayChange} />
            <CustodySection device={device} mayHold={mayHold} />
            <SealsSection device={device} mayHold={mayHold} />
            <DocumentsSection deviceId={device.id} mayHold={mayHold} />
          </>
        }
        side={
          <>
            <DeviceFacts device={device} mayChange={mayChange} />
            <DeviceSettings device={device} mayChange={mayChange} maySend={maySend} />
          </>
        }
      />
    </>
  )
}
