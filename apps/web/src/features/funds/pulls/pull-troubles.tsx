'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Glyph } from '../../../components/status/glyph.tsx'
import { useApi } from '../../../trpc/client.tsx'
import { BOARD_EVERY_MS } from '../board-every.ts'
import { pullState } from './pull-state.ts'
import classes from './pulls.module.css'
import { useTroubleWords } from './use-trouble-words.ts'

/** Folders from which nothing, or not all, comes just now: a file that is missing is missing for this. Not there while all is well. */
export function PullTroubles() {
  const translate = useTranslations('fundsPulls')
  const api = useApi()
  const troubleWord = useTroubleWords()
  const pulls = useQuery(api.fundsPulls.list.queryOptions(undefined, { refetchInterval: BOARD_EVERY_MS }))
  const troubled = (pulls.data ?? []).filter(({ trouble }) => trouble !== null)
  if (troubled.length === 0) return null
  return (
    <ul className={classes.troubles} aria-label={translate('troubled')}>
      {troubled.map((pull) => (
        <li key={pull.id}>
          <Glyph name={pullState(pull) === 'refused' ? 'lock' : 'warn'} tone={pullState(pull) === 'refused' ? 'crit' : 'warn'} />
          <span>
            <Link href="/funds/files/pulls" className={classes.link}>
              {translate('notAll', { name: pull.name, host: pull.host })}
            </Link>{' '}
            {troubleWord(pull.trouble ?? '')}
          </span>
        </li>
      ))}
    </ul>
  )
}
