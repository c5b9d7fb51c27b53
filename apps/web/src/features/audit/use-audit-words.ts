'use client'

import type { AuditRow, NamedThing } from '@counterfoil/services/audit'
import { useTranslations } from 'next-intl'
import { useKnownWord } from '../../components/known-word/use-known-word.ts'

const SHORT_ID = 8

/** What stands in the log, in words: codes without a word of ours as they are. */
export function useAuditWords() {
  const actionWord = useKnownWord('audit', 'actions')
  const thingWord = useKnownWord('audit', 'things')
  const outcomeWord = useKnownWord('audit', 'outcomes')
  const requirements = useTranslations('audit.requirements')
  const nameOf = ({ type, id, name }: NamedThing) => name ?? (type === 'system' ? id : `${thingWord(type)} ${shorten(id)}`)
  return {
    action: actionWord,
    thing: thingWord,
    outcome: outcomeWord,
    nameOf,
    /** `10.2.1.5 Changes to credentials`. */
    requirement: (number: string) => {
      const key = number.split('.').at(-1) ?? ''
      const path = key as Parameters<typeof requirements.has>[0]
      return requirements.has(path) ? `${number} ${requirements(path)}` : number
    },
    /** On what, with the type where there is a name beside it. */
    targetOf: ({ target, told }: Pick<AuditRow, 'target' | 'told'>) => {
      const name = target.name ?? told
      return name === null ? nameOf(target) : `${thingWord(target.type)} ${name}`
    },
  }
}

/** UUIDs begin with their time; their end tells them apart. */
function shorten(id: string): string {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(id) ? `…${id.slice(-SHORT_ID)}` : id
}
