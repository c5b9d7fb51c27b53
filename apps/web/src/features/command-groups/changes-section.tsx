'use client'

import type { CountedChange } from '@counterfoil/services/configurations'
import { useTranslations } from 'next-intl'
import { Section } from '../../components/section/section.tsx'
import { useSettingWords } from '../../components/setting-words/use-setting-words.ts'
import classes from './command-groups.module.css'

/** What a group of configurations changes, in how many agents: what its second person approves. */
export function ChangesSection({ changes, more }: { readonly changes: readonly CountedChange[]; readonly more: number }) {
  const translate = useTranslations('commandGroups.facts')
  const words = useSettingWords()
  return (
    <Section title={translate('changes')}>
      <ul className={classes.changes}>
        {changes.map(({ setting, from, to, agents }) => (
          <li key={JSON.stringify([setting, from, to])}>
            {words.name(setting)}: <del>{words.sentValue(setting, from)}</del> → <ins>{words.sentValue(setting, to)}</ins>{' '}
            <small>{translate('agents', { count: agents })}</small>
          </li>
        ))}
      </ul>
      {more === 0 ? null : <p className={classes.quiet}>{translate('moreChanges', { count: more })}</p>}
    </Section>
  )
}
