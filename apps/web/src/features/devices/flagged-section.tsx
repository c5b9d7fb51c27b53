'use client'

import type { FlaggedPayment } from '@counterfoil/services/devices'
import { Table } from '@mantine/core'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatMoney } from '../../components/format/money.ts'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import { useSpanWords } from './use-span-words.ts'

/** Payments that came from it in a state in which none is expected. */
export function FlaggedSection({ payments }: { readonly payments: readonly FlaggedPayment[] }) {
  const translate = useTranslations('devices.flagged')
  const locale = useLocale()
  const words = useSpanWords()
  return (
    <Section title={translate('section')} note={translate('note')}>
      <DataTable caption={translate('section')} stacked>
        <Table.Tbody>
          {payments.map(({ id, openedAtMs, amountMinor, currency, state }) => (
            <Table.Tr key={id}>
              <Table.Td>
                <Link href={`/payments/${id}`} data-link>
                  {formatMoney({ amountMinor, currency }, locale)}
                </Link>
              </Table.Td>
              <Table.Td>{words.time(openedAtMs)}</Table.Td>
              <Table.Td>
                <Status axis="device" state={state} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </DataTable>
    </Section>
  )
}
