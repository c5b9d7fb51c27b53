'use client'

import type { ReviewItem } from '@counterfoil/services/access-reviews'
import { Button, Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Status } from '../../components/status/status.tsx'
import classes from './access-reviews.module.css'
import type { Asked } from './decide-dialog.tsx'
import { useReviewWords } from './use-review-words.ts'

interface ItemTableProps {
  readonly caption: string
  readonly items: readonly ReviewItem[]
  /** Of whoever reads this: nobody decides about their own. */
  readonly ownId: string
  /** Items that only the signature can confirm. */
  readonly forSigner: readonly string[]
  /** null for whoever decides nothing here. */
  readonly onAsk: ((asked: Asked) => void) | null
}

/** What there is of one kind, as it was, with what was decided and by whom. */
export function ItemTable({ caption, items, ownId, forSigner, onAsk }: ItemTableProps) {
  const translate = useTranslations('accessReviews')
  return (
    <DataTable caption={caption} rowHeight={42} layout="fixed" stacked>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('columns.what')}</Table.Th>
          <Table.Th className={classes.wide}>{translate('columns.used')}</Table.Th>
          <Table.Th className={classes.decision}>{translate('columns.decision')}</Table.Th>
          {onAsk === null ? null : (
            <Table.Th data-right className={classes.actions}>
              {translate('columns.do')}
            </Table.Th>
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((item) => (
          <ItemRow
            key={item.id}
            item={item}
            own={item.personId === ownId}
            forSigner={forSigner.includes(item.id)}
            onAsk={onAsk}
          />
        ))}
      </Table.Tbody>
    </DataTable>
  )
}

interface ItemRowProps extends Pick<ItemTableProps, 'onAsk'> {
  readonly item: ReviewItem
  readonly own: boolean
  readonly forSigner: boolean
}

function ItemRow({ item, own, forSigner, onAsk }: ItemRowProps) {
  const translate = useTranslations('accessReviews')
  const words = useReviewWords()
  const last = item.decisions.at(-1)
  const under = [words.access(item), item.detail].filter(Boolean).join(' · ')
  return (
    <Table.Tr>
      <Table.Td title={`${item.name} · ${under}`}>
        {item.name}
        {item.facts.state === 'disabled' ? <span className={classes.quiet}> {translate('facts.disabled')}</span> : null}
        <small>{under}</small>
      </Table.Td>
      <Table.Td className={classes.wide}>
        {words.used(item)}
        {item.kind === 'person' ? <small>{words.factors(item)}</small> : null}
      </Table.Td>
      <Table.Td className={classes.decision} title={last?.reason}>
        <Status axis="decision" state={last?.decision ?? 'undecided'} />
        {last !== undefined ? (
          <small>
            {last.withSignature
              ? translate('withSignature', { name: last.by.name })
              : translate('decidedBy', { name: last.by.name, reason: last.reason })}
          </small>
        ) : forSigner ? (
          <small>{translate('forSigner')}</small>
        ) : null}
      </Table.Td>
      {onAsk === null ? null : (
        <Table.Td data-right data-action className={classes.actions}>
          {own ? (
            forSigner || last !== undefined ? null : (
              <span className={classes.own}>{translate('own')}</span>
            )
          ) : last?.decision === 'remove' ? null : (
            <span className={classes.buttons}>
              {last === undefined ? (
                <Button
                  size="compact-sm"
                  aria-label={translate('keepNamed', { name: item.name })}
                  onClick={() => onAsk({ decision: 'keep', item })}
                >
                  {translate('keep')}
                </Button>
              ) : null}
              {item.kind === 'break_glass' ? null : (
                <Button
                  size="compact-sm"
                  aria-label={translate('removeNamed', { name: item.name })}
                  onClick={() => onAsk({ decision: 'remove', item })}
                >
                  {translate('remove')}
                </Button>
              )}
            </span>
          )}
        </Table.Td>
      )}
    </Table.Tr>
  )
}
