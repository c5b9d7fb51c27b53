'use client'

import type { RolloutNow } from '@counterfoil/services/updates'
import { useTranslations } from 'next-intl'
import classes from './updates.module.css'

const COLUMNS = ['agents', 'works', 'waiting', 'absent', 'returned', 'failed', 'offline'] as const

/** The five rings with their agents; the one under way is marked. */
export function RingTable({ rollout }: { readonly rollout: RolloutNow }) {
  const translate = useTranslations('updates')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways on a phone, which takes the keyboard too
    <section className={classes.scroller} aria-label={translate('table.ring')} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{translate('table.ring')}</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className={classes.number}>
                {translate(`table.${column}`)}
              </th>
            ))}
            <th scope="col" className={classes.number}>
              {translate('table.soak')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rollout.rings.map(({ name, agents, counts, soakMinutes }, ring) => (
            <tr key={name} aria-current={ring === rollout.ring && rollout.state === 'running' ? 'step' : undefined}>
              <th scope="row">{translate(`rings.${name}`)}</th>
              {COLUMNS.map((column) => (
                <td key={column} className={classes.number}>
                  {countOf(column === 'agents' ? agents : counts[column])}
                </td>
              ))}
              <td className={classes.number}>{translate('table.minutes', { minutes: soakMinutes })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const countOf = (count: number) => (count === 0 ? '·' : count)
