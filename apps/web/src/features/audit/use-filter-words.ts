'use client'

import { useTranslations } from 'next-intl'
import { type FilterName, parseThing } from './audit-address.ts'
import { useAuditWords } from './use-audit-words.ts'

/** A filter as a chip says it. */
export function useFilterWords(names: ReadonlyMap<string, string>) {
  const translate = useTranslations('audit.filter')
  const words = useAuditWords()
  return (name: FilterName, value: string): { readonly label: string; readonly value: string } => {
    switch (name) {
      case 'who':
        return { label: translate('actor'), value: names.get(value) ?? value }
      case 'thing': {
        const thing = parseThing(value)
        const label = translate('thing')
        return thing === undefined
          ? { label, value }
          : { label, value: words.nameOf({ ...thing, name: names.get(thing.id) ?? null }) }
      }
      case 'action':
        return { label: translate('action'), value }
      case 'req':
        return { label: translate('requirement'), value: words.requirement(value) }
      case 'outcome':
        return { label: translate('outcome'), value: words.outcome(value) }
      case 'from':
        return { label: translate('from'), value: value.replace('T', ' ') }
      case 'to':
        return { label: translate('to'), value: value.replace('T', ' ') }
      case 'q':
        return { label: translate('text'), value }
      case 'heads':
        return { label: translate('heads'), value: translate('headsShown') }
    }
  }
}
