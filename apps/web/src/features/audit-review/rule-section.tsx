'use client'

import type { RuleInForce } from '@counterfoil/services/audit-review'
import { Button, Checkbox, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './audit-review.module.css'
import { type Parameters as Given, readParameters, writeParameter } from './rule-parameters.ts'
import { useReviewChange } from './use-review-words.ts'

/** One rule, to be read and changed: what is saved is its next version. */
export function RuleSection({ rule, mayChange }: { readonly rule: RuleInForce; readonly mayChange: boolean }) {
  const translate = useTranslations('auditReview.rules')
  const api = useApi()
  const before = rule.parameters as Given
  const [enabled, setEnabled] = useState(rule.enabled)
  const [texts, setTexts] = useState(() =>
    Object.fromEntries(Object.entries(before).map(([key, one]) => [key, writeParameter(one)])),
  )
  const { problem, change } = useReviewChange()
  const save = useMutation(api.auditReview.changeRule.mutationOptions(change))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ rule: rule.rule, version: rule.version, enabled, parameters: readParameters(before, texts) })
  }
  return (
    <Section title={translate(`names.${rule.rule}`)} note={translate('version', { version: rule.version })}>
      <form onSubmit={submit} className={classes.form}>
        <fieldset disabled={!mayChange} className={classes.form}>
          {rule.rule === 'calendar' ? null : (
            <Checkbox
              label={translate('on')}
              checked={enabled}
              disabled={!mayChange}
              onChange={(event) => setEnabled(event.currentTarget.checked)}
            />
          )}
          {Object.keys(before).map((key) => (
            <TextInput
              key={key}
              label={translate(`parameters.${key}` as 'parameters.days')}
              {...(Array.isArray(before[key]) ? { description: translate('lists') } : {})}
              value={texts[key] ?? ''}
              onChange={(event) => {
                const { value } = event.currentTarget
                setTexts((all) => ({ ...all, [key]: value }))
              }}
              required
            />
          ))}
          {mayChange ? (
            <div className={classes.actions}>
              <Button type="submit" loading={save.isPending}>
                {translate('save')}
              </Button>
            </div>
          ) : null}
        </fieldset>
      </form>
      <ProblemLine text={problem} />
    </Section>
  )
}
