'use client'

import type { DeviceDetail } from '@counterfoil/services/devices'
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './device-page.module.css'
import { useSpanWords } from './use-span-words.ts'

/** A code by which the agent on this very PC joins, while none has. */
export function CodeSection({ device }: { readonly device: DeviceDetail }) {
  const translate = useTranslations('devices.code')
  const words = useRefusalWords('devices')
  const { time } = useSpanWords()
  const api = useApi()
  const made = useMutation(api.devices.makeCode.mutationOptions())
  return (
    <Section title={translate('section')}>
      <p className={classes.may}>{translate('why')}</p>
      <ProblemLine text={made.error === null ? null : words(made.error)} />
      {made.data === undefined ? (
        <div className={classes.buttons}>
          <Button loading={made.isPending} onClick={() => made.mutate({ id: device.id })}>
            {translate('make')}
          </Button>
        </div>
      ) : (
        <div role="status">
          <output className={classes.code}>{made.data.code}</output>
          <p className={classes.may}>{translate('once', { time: time(made.data.expiresAt.getTime()) })}</p>
        </div>
      )}
    </Section>
  )
}
