'use client'

import type { LinkCandidates, LinkSide } from '@counterfoil/services/funds'
import { Table } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import classes from './links.module.css'
import { hrefOf, useSideWords } from './use-side-words.ts'

interface CompareSidesProps {
  readonly join: LinkCandidates['join']
  readonly from: LinkSide
  readonly to: LinkSide
}

/** Both rows, fact by fact: what differs is bold on a tint, for a person to judge. */
export function CompareSides({ join, from, to }: CompareSidesProps) {
  const translate = useTranslations('funds.links')
  const { money, when, name } = useSideWords()
  const facts: { readonly label: string; readonly of: (side: LinkSide) => string | null; readonly isSame: boolean }[] = [
    {
      label: translate('candidates.amount'),
      of: ({ amountMinor, currency }) => money(amountMinor, currency),
      isSame: from.amountMinor === to.amountMinor && from.currency === to.currency,
    },
    { label: translate('candidates.when'), of: when, isSame: from.day === to.day },
    { label: translate(`candidates.place.${join}`), of: ({ place }) => place, isSame: from.place === to.place },
    { label: translate('candidates.terminal'), of: ({ terminal }) => terminal, isSame: from.terminal === to.terminal },
    { label: translate('candidates.card'), of: ({ last4 }) => last4, isSame: from.last4 === to.last4 },
    {
      label: translate('candidates.references'),
      of: ({ references }) => references.join(' '),
      isSame: from.references.some((one) => to.references.some((other) => other.includes(one))),
    },
  ]
  const told = facts.filter(({ of }) => of(from) || of(to))
  return (
    <DataTable caption={translate('candidates.compare')} rowHeight={25}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('candidates.fact')}</Table.Th>
          {(['from', 'to'] as const).map((end) => (
            <Table.Th key={end}>
              <Link
                href={hrefOf(join, end, end === 'from' ? from : to)}
                data-link
                title={name(join, end, end === 'from' ? from : to)}
              >
                {translate(`${join}.${end}`)}
              </Link>
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {told.map(({ label, of, isSame }) => (
          <Table.Tr key={label}>
            <Table.Th scope="row" className={classes.fact}>
              {label}
            </Table.Th>
            {[from, to].map((side) => (
              <Table.Td key={side === from ? 'from' : 'to'} className={classes.value} data-differs={!isSame || undefined}>
                {of(side) || '–'}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}
