'use client'

import type { WatchScope } from '@counterfoil/protocol'
import type { TreeNode } from '@counterfoil/services/devices'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { formatCount } from '../../components/format/number.ts'
import { formatScope, wholeChain } from '../../components/scope/scope.ts'
import { Section } from '../../components/section/section.tsx'
import { languageTags } from '../../i18n/locales.ts'
import { useApi } from '../../trpc/client.tsx'
import classes from './device-tree.module.css'

/** Of each level, in pixels. */
const INDENT = 12

interface DeviceTreeProps {
  readonly scope: WatchScope
  readonly onScope: (scope: WatchScope) => void
}

/** The chain as a tree; each level is asked for when it is opened. Pressing a name narrows the list to what lies below it. */
export function DeviceTree({ scope, onScope }: DeviceTreeProps) {
  const translate = useTranslations('devices.tree')
  return (
    <Section title={translate('title')}>
      <nav aria-label={translate('label')} className={classes.tree}>
        <div className={classes.line} data-chosen={scope.kind === 'chain' || undefined}>
          <button type="button" className={classes.name} onClick={() => onScope(wholeChain)}>
            {translate('all')}
          </button>
        </div>
        <Level under={wholeChain} depth={1} scope={scope} onScope={onScope} />
      </nav>
    </Section>
  )
}

function Level({ under, depth, scope, onScope }: DeviceTreeProps & { readonly under: WatchScope; readonly depth: number }) {
  const translate = useTranslations('devices.tree')
  const api = useApi()
  const level = useInfiniteQuery(
    api.devices.tree.infiniteQueryOptions(
      { under },
      { initialCursor: null as string | null, getNextPageParam: (page) => page.next },
    ),
  )
  if (level.error !== null) return <p className={classes.failed}>{translate('failed')}</p>
  if (level.data === undefined) return <div aria-busy="true" className={classes.toCome} />
  return (
    <ul className={classes.level}>
      {level.data.pages
        .flatMap((page) => page.nodes)
        .map((node) => (
          <Branch key={`${node.kind} ${node.key}`} node={node} under={under} depth={depth} scope={scope} onScope={onScope} />
        ))}
      {level.hasNextPage ? (
        <li>
          <button type="button" className={classes.more} onClick={() => void level.fetchNextPage()}>
            {translate('more')}
          </button>
        </li>
      ) : null}
    </ul>
  )
}

interface BranchProps extends DeviceTreeProps {
  readonly node: TreeNode
  readonly under: WatchScope
  readonly depth: number
}

function Branch({ node, under, depth, scope, onScope }: BranchProps) {
  const translate = useTranslations('devices.tree')
  const locale = useLocale()
  const here = scopeOf(node, under)
  const [open, setOpen] = useState(here !== null && holds(here, scope))
  const label =
    node.kind === 'country'
      ? (new Intl.DisplayNames(languageTags[locale], { type: 'region' }).of(node.key ?? '') ?? node.key)
      : node.kind === 'lane'
        ? node.key === null
          ? translate('noLane')
          : translate('lane', { lane: node.key })
        : node.kind === 'store'
          ? `${node.key} ${node.name}`
          : node.key || translate('noRegion')
  return (
    <li>
      <div
        className={classes.line}
        style={{ paddingLeft: (depth - 1) * INDENT }}
        data-chosen={(here !== null && formatScope(here) === formatScope(scope)) || undefined}
      >
        {here === null ? (
          <span className={classes.leaf} />
        ) : (
          <button
            type="button"
            className={classes.opener}
            aria-expanded={open}
            aria-label={translate(open ? 'shut' : 'open', { name: String(label) })}
            onClick={() => setOpen(!open)}
          >
            {open ? <IconChevronDown size={14} stroke={1.6} /> : <IconChevronRight size={14} stroke={1.6} />}
          </button>
        )}
        {here === null ? (
          <span className={classes.name}>{label}</span>
        ) : (
          <button type="button" className={classes.name} title={String(label)} onClick={() => onScope(here)}>
            {node.nameLang === null ? label : <span lang={node.nameLang}>{label}</span>}
          </button>
        )}
        {node.unwell === 0 ? null : (
          <span className={classes.unwell} title={translate('unwell', { count: node.unwell })}>
            {formatCount(node.unwell, locale)}
          </span>
        )}
        <span className={classes.count}>{formatCount(node.devices, locale)}</span>
      </div>
      {open && here !== null ? <Level under={here} depth={depth + 1} scope={scope} onScope={onScope} /> : null}
    </li>
  )
}

/** A lane is no scope of its own: the store's list shows it. */
function scopeOf(node: TreeNode, under: WatchScope): WatchScope | null {
  if (node.kind === 'country') return { kind: 'country', country: node.key ?? '' }
  if (node.kind === 'region' && under.kind === 'country')
    return { kind: 'region', country: under.country, region: node.key ?? '' }
  return node.kind === 'store' && node.storeId !== null ? { kind: 'store', storeId: node.storeId } : null
}

/** Whether what is chosen is this or lies below it, as far as the address tells. */
function holds(here: WatchScope, chosen: WatchScope): boolean {
  return here.kind === 'country' && chosen.kind === 'region' && chosen.country === here.country
}
