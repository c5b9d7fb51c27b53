'use client'

import type { DeviceDetail } from '@counterfoil/services/devices'
import { Button } from '@mantine/core'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { type Fact, FactList } from '../../components/fact-list/fact-list.tsx'
import { Section } from '../../components/section/section.tsx'
import classes from './device-page.module.css'

const DescribeDialog = dynamic(() => import('./describe-dialog.tsx'), { ssr: false })

/** What people say it is, and what answers where it stands. */
export function DeviceFacts({ device, mayChange }: { readonly device: DeviceDetail; readonly mayChange: boolean }) {
  const translate = useTranslations('devices')
  const fields = useTranslations('devices.fields')
  const [describing, setDescribing] = useState(false)
  const { port, agent } = device
  return (
    <>
      <Section
        title={translate('detail.about')}
        note={device.registered ? undefined : translate('needs.not_registered')}
        aside={
          mayChange && device.may.change ? (
            <Button size="compact-sm" onClick={() => setDescribing(true)}>
              {translate('describe.open')}
            </Button>
          ) : null
        }
      >
        <FactList
          facts={known([
            { label: fields('kind'), value: translate(`kinds.${device.kind}`) },
            { label: fields('make'), value: device.make },
            { label: fields('model'), value: device.model },
            { label: fields('serial'), value: device.serial, code: true },
            { label: fields('firmware'), value: device.firmware, code: true },
            { label: fields('approvalNumber'), value: device.approvalNumber, code: true },
            { label: fields('approvalExpiresOn'), value: device.approvalExpiresOn },
            { label: fields('p2pe'), value: fields(`p2peAnswers.${device.p2pe}`) },
            { label: fields('p2peSolution'), value: device.p2peSolution },
          ])}
        />
        {device.notes === null ? null : <p className={classes.notes}>{device.notes}</p>}
      </Section>
      {port === null && agent === null ? null : (
        <Section title={translate('detail.answers')}>
          <FactList
            facts={known([
              { label: translate('detail.toldSerial'), value: device.toldSerial, code: true },
              { label: translate('detail.toldModel'), value: port?.model ?? null },
              { label: translate('detail.toldSoftware'), value: port?.software ?? null, code: true },
              { label: translate('detail.protocol'), value: port?.protocol ?? null, code: true },
              { label: translate('detail.address'), value: port?.address ?? null, code: true },
              { label: translate('detail.agent'), value: agent?.name ?? null },
              { label: translate('detail.hostname'), value: device.hostname, code: true },
              { label: translate('detail.version'), value: agent?.version ?? null, code: true },
            ])}
          />
        </Section>
      )}
      {describing ? <DescribeDialog device={device} onClose={() => setDescribing(false)} /> : null}
    </>
  )
}

function known(facts: readonly (Omit<Fact, 'value'> & { readonly value: string | null })[]): Fact[] {
  return facts.flatMap((fact) => (fact.value === null || fact.value === '' ? [] : [{ ...fact, value: fact.value }]))
}
