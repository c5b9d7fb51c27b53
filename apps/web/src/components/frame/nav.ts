import {
  IconActivity,
  IconAlertTriangle,
  IconApi,
  IconArrowsSplit2,
  IconBuildingBank,
  IconBuildingStore,
  IconChecklist,
  IconClipboardCheck,
  IconCreditCardOff,
  IconDevices,
  IconDeviceTv,
  IconFileDescription,
  IconFileImport,
  IconHeartbeat,
  IconHourglass,
  IconKey,
  IconListDetails,
  IconPercentage,
  type IconProps,
  IconReceipt,
  IconShieldCheck,
  IconUserCheck,
  IconUsers,
  IconVersions,
  IconZoomCheck,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { PagePath } from '../../page-permissions.ts'

export interface NavEntry {
  readonly href: PagePath
  /** Its word in `messages/<language>/frame.json`. */
  readonly word:
    | 'live'
    | 'payments'
    | 'funds'
    | 'cardAlarms'
    | 'files'
    | 'audit'
    | 'devices'
    | 'alerts'
    | 'inspections'
    | 'stores'
    | 'fees'
    | 'agreements'
    | 'people'
    | 'accessReviews'
    | 'screens'
    | 'tokens'
    | 'keys'
    | 'approvers'
    | 'commissioning'
    | 'redundancy'
    | 'updates'
    | 'commandGroups'
    | 'system'
    | 'retention'
  readonly group: 'operate' | 'prove' | 'setUp'
  readonly icon: ComponentType<IconProps>
}

/** The rail and, on a phone, the bottom bar. Adding a page adds one entry. */
export const navEntries: readonly NavEntry[] = [
  { href: '/', word: 'live', group: 'operate', icon: IconActivity },
  { href: '/payments', word: 'payments', group: 'operate', icon: IconReceipt },
  { href: '/funds', word: 'funds', group: 'operate', icon: IconBuildingBank },
  { href: '/funds/fees', word: 'fees', group: 'operate', icon: IconPercentage },
  { href: '/funds/agreements', word: 'agreements', group: 'operate', icon: IconFileDescription },
  { href: '/devices', word: 'devices', group: 'operate', icon: IconDevices },
  { href: '/commands', word: 'commandGroups', group: 'operate', icon: IconListDetails },
  { href: '/inspections', word: 'inspections', group: 'operate', icon: IconZoomCheck },
  { href: '/alerts', word: 'alerts', group: 'operate', icon: IconAlertTriangle },
  { href: '/card-alarms', word: 'cardAlarms', group: 'operate', icon: IconCreditCardOff },
  { href: '/funds/files', word: 'files', group: 'operate', icon: IconFileImport },
  { href: '/audit', word: 'audit', group: 'prove', icon: IconShieldCheck },
  { href: '/stores', word: 'stores', group: 'setUp', icon: IconBuildingStore },
  { href: '/commissioning', word: 'commissioning', group: 'setUp', icon: IconChecklist },
  { href: '/redundancy', word: 'redundancy', group: 'setUp', icon: IconArrowsSplit2 },
  { href: '/people', word: 'people', group: 'setUp', icon: IconUsers },
  { href: '/access-reviews', word: 'accessReviews', group: 'setUp', icon: IconClipboardCheck },
  { href: '/screens', word: 'screens', group: 'setUp', icon: IconDeviceTv },
  { href: '/tokens', word: 'tokens', group: 'setUp', icon: IconApi },
  { href: '/keys', word: 'keys', group: 'setUp', icon: IconKey },
  { href: '/approvers', word: 'approvers', group: 'setUp', icon: IconUserCheck },
  { href: '/updates', word: 'updates', group: 'setUp', icon: IconVersions },
  { href: '/system', word: 'system', group: 'setUp', icon: IconHeartbeat },
  { href: '/retention', word: 'retention', group: 'setUp', icon: IconHourglass },
]

/** What of the navigation leads somewhere for a person who may open these pages. */
export function navFor(pages: readonly PagePath[]): NavEntry[] {
  return navEntries.filter((entry) => pages.includes(entry.href))
}

/** As many as a thumb can tell apart, beside "More"; what is beyond stands in there. */
const BAR_PLACES = 4

/** The navigation of a phone: what has a place in the bar, and what is found under "More". */
export function phoneNavFor(pages: readonly PagePath[]): {
  readonly bar: readonly NavEntry[]
  readonly more: readonly NavEntry[]
} {
  const entries = navFor(pages)
  return { bar: entries.slice(0, BAR_PLACES), more: entries.slice(BAR_PLACES) }
}

export const navGroups = ['operate', 'prove', 'setUp'] as const

/** A page below an entry belongs to it, unless it belongs to one further down; the first entry is the root and only itself. */
export function isCurrent(entry: NavEntry, pathname: string): boolean {
  const [nearest] = navEntries.filter(({ href }) => isAt(href, pathname)).sort((a, b) => b.href.length - a.href.length)
  return nearest?.href === entry.href
}

const isAt = (href: string, pathname: string): boolean =>
  href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`)
