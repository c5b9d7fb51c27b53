'use client'

import type { LinkCandidates as Found, LinkSide } from '@counterfoil/services/funds'
import { NativeSelect, Radio } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ErrorState } from '../../../components/error-state/error-state.tsx'
import { useApi } from '../../../trpc/client.tsx'
import { CompareSides } from './compare-sides.tsx'
import { LinkForm } from './link-form.tsx'
import { LinkOutcome } from './link-outcome.tsx'
import classes from './links.module.css'
import { useSideWords } from './use-side-words.ts'

/** Rows that could mend an exception: one is chosen, laid beside the exception's own, and said to belong to it. */
export function LinkCandidates({ exceptionKey }: { readonly exceptionKey: string }) {
  const translate = useTranslations('funds.links')
  const api = useApi()
  const found = useQuery(api.funds.linkCandidates.queryOptions({ key: exceptionKey }))
  if (found.error !== null)
    return <ErrorState title={translate('candidates.failed')} message={found.error.message} onRetry={() => found.refetch()} />
  if (found.data === undefined) return <div style={{ minHeight: 80 }} aria-busy="true" />
  if (found.data === null) return null
  const { join, about, ...sides } = found.data
  const other = about === 'from' ? 'to' : 'from'
  if (sides[about].length === 0) return null
  if (sides[other].length === 0) return <p className={classes.told}>{translate(`candidates.none.${join}_${other}`)}</p>
  return <ChooseCandidate found={found.data} other={other} />
}

function ChooseCandidate({ found, other }: { readonly found: Found; readonly other: 'from' | 'to' }) {
  const translate = useTranslations('funds.links')
  const words = useSideWords()
  const { join, about, limitMinor } = found
  const [chosen, setChosen] = useState<{ readonly about?: string; readonly other?: string }>({})
  const pick = (rows: readonly LinkSide[], id: string | undefined) => rows.find((row) => row.id === id) ?? rows[0]
  const [own, candidate] = [pick(found[about], chosen.about), pick(found[other], chosen.other)]
  if (own === undefined || candidate === undefined) return null
  const [from, to] = about === 'from' ? [own, candidate] : [candidate, own]
  return (
    <LinkForm join={join} from={from.id} to={to.id}>
      {found[about].length > 1 ? (
        <NativeSelect
          label={translate(`${join}.${about}`)}
          value={own.id}
          onChange={({ currentTarget }) => setChosen({ ...chosen, about: currentTarget.value })}
          data={found[about].map((side) => ({ value: side.id, label: words.short(join, about, side) }))}
        />
      ) : null}
      <Radio.Group
        label={translate(`candidates.which.${join}_${other}`)}
        value={candidate.id}
        onChange={(id) => setChosen({ ...chosen, other: id })}
      >
        <div className={classes.candidates}>
          {found[other].map((side) => (
            <Radio key={side.id} value={side.id} label={words.short(join, other, side)} />
          ))}
        </div>
      </Radio.Group>
      <CompareSides join={join} from={from} to={to} />
      <LinkOutcome join={join} from={from} to={to} limitMinor={limitMinor} />
    </LinkForm>
  )
}
