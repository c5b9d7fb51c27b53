'use client'

import { NativeSelect } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { LinkForm } from './link-form.tsx'

export interface Candidate {
  readonly id: string
  readonly words: string
}

interface ChooseLinkProps {
  readonly join: 'payment_line' | 'payout_bank'
  readonly from: readonly Candidate[]
  readonly to: readonly Candidate[]
}

/** A person says which two rows belong together. One of a kind is told and not asked. */
export function ChooseLink({ join, from, to }: ChooseLinkProps) {
  const translate = useTranslations('funds.links')
  const [chosen, setChosen] = useState<{ readonly from?: string; readonly to?: string }>({})
  const pick = (rows: readonly Candidate[], id: string | undefined) => rows.find((row) => row.id === id) ?? rows[0]
  const [left, right] = [pick(from, chosen.from), pick(to, chosen.to)]
  if (left === undefined || right === undefined) return null
  return (
    <LinkForm join={join} from={left.id} to={right.id}>
      {(['from', 'to'] as const).map((side) => (
        <NativeSelect
          key={side}
          label={translate(`${join}.${side}`)}
          value={(side === 'from' ? left : right).id}
          onChange={({ currentTarget }) => setChosen({ ...chosen, [side]: currentTarget.value })}
          data={(side === 'from' ? from : to).map(({ id, words }) => ({ value: id, label: words }))}
        />
      ))}
    </LinkForm>
  )
}
