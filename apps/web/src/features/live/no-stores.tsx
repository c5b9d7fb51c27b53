'use client'

import type { WatchScope } from '@counterfoil/protocol'
import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { wholeChain } from '../../components/scope/scope.ts'
import classes from './no-stores.module.css'

/** Nothing to watch: no store at all, or none in this scope. */
export function NoStores({ scope, onScope }: { readonly scope: WatchScope; readonly onScope: (scope: WatchScope) => void }) {
  const translate = useTranslations('live.empty')
  if (scope.kind !== 'chain') {
    return (
      <EmptyState
        title={translate('scopeTitle')}
        why={translate('scopeWhy')}
        first={
          <Button variant="filled" onClick={() => onScope(wholeChain)}>
            {translate('scopeFirst')}
          </Button>
        }
      />
    )
  }
  return (
    <EmptyState
      title={translate('title')}
      why={translate('why')}
      first={
        <>
          <p className={classes.first}>{translate('first')}</p>
          {commands.map((command) => (
            <code key={command} className={classes.command}>
              {command}
            </code>
          ))}
        </>
      }
      preview={<Preview title={translate('preview')} />}
    />
  )
}

/** On the server, on the server, on the store's PC. */
const commands = [
  'npm run counterfoil -- store add CODE --name NAME --country DE --city CITY --currency EUR --time-zone Europe/Berlin --entity COMPANY',
  'npm run counterfoil -- join-code CODE',
  'npm run agent -- enrol --hub URL --code JOIN-CODE',
]

const widths = [86, 62, 74, 104, 80]

function Preview({ title }: { readonly title: string }) {
  return (
    <div>
      <p className={classes.previewTitle}>{title}</p>
      {widths.map((width) => (
        <div key={width} className={classes.previewRow}>
          <span className={classes.bar} style={{ width }} />
          <span className={classes.bar} style={{ width: 48 }} />
          <span className={classes.bar} style={{ width: 48 }} />
        </div>
      ))}
    </div>
  )
}
