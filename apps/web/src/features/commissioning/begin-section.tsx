'use client'

import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './commissioning.module.css'
import { useCommissioningChange } from './use-commissioning-change.ts'

interface BeginSectionProps {
  readonly storeId: number
  /** It went live before. */
  readonly again: boolean
  readonly mayChange: boolean
}

/** Nothing is under way: what it is, and the button that begins it. */
export function BeginSection({ storeId, again, mayChange }: BeginSectionProps) {
  const translate = useTranslations('commissioning.begin')
  const api = useApi()
  const { words, change } = useCommissioningChange()
  const begun = useMutation(api.commissioning.begin.mutationOptions(change))
  const button = mayChange ? (
    <>
      <Button variant={again ? 'default' : 'filled'} loading={begun.isPending} onClick={() => begun.mutate({ storeId })}>
        {translate(again ? 'again' : 'button')}
      </Button>
      <ProblemLine text={begun.error === null ? null : words(begun.error)} />
    </>
  ) : null
  if (!again) return <EmptyState title={translate('title')} why={translate('why')} first={button} />
  return mayChange ? (
    <Section title={translate('again')}>
      <p className={classes.quiet}>{translate('againWhy')}</p>
      <div className={classes.buttons}>{button}</div>
    </Section>
  ) : null
}
