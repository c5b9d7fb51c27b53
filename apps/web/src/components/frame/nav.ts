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
  /** The entry it stands below; it has a place of its own where that one may not be opened. */
  readonly under?: PagePath
  readonly icon: ComponentType<IconProps>
}

/** The rail and, on a phone, the bottom bar. Adding a page adds one entry, behind the one it stands below. */
export const navEntries: readonly NavEntry[] = [
  { href: '/', word: 'live', group: 'operate', icon: IconActivity },
  { href: '/payments', word: 'payments', group: 'operate', icon: IconReceipt },
  { href: '/funds', word: 'funds', group: 'operate', icon: IconBuildingBank },
  { href: '/funds/fees', word: 'fees', group: 'operate', under: '/funds', icon: IconPercentage },
  { href: '/funds/agreements', word: 'agreements', group: 'operate', under: '/funds', icon: IconFileDescription },
  { href: '/funds/files', word: 'files', group: 'operate', under: '/funds', icon: IconFileImport },
  { href: '/devices', word: 'devices', group: 'operate', icon: IconDevices },
  { href: '/commands', word: 'commandGroups', group: 'operate', under: '/devices', icon: IconListDetails },
  { href: '/inspections', word: 'inspections', group: 'operate', under: '/devices', icon: IconZoomCheck },
  { href: '/updates', word: 'updates', group: 'operate', under: '/devices', icon: IconVersions },
  { href: '/approvers', word: 'approvers', group: 'operate', under: '/devices', icon: IconUserCheck },
  { href: '/alerts', word: 'alerts', group: 'operate', icon: IconAlertTriangle },
  { href: '/card-alarms', word: 'cardAlarms', group: 'operate', under: '/alerts', icon: IconCreditCardOff },
  { href: '/audit', word: 'audit', group: 'prove', icon: IconShieldCheck },
  { href: '/access-reviews', word: 'accessReviews', group: 'prove', icon: IconClipboardCheck },
  { href: '/stores', word: 'stores', group: 'setUp', icon: IconBuildingStore },
  { href: '/commissioning', word: 'commissioning', group: 'setUp', under: '/stores', icon: IconChecklist },
  { href: '/redundancy', word: 'redundancy', group: 'setUp', under: '/stores', icon: IconArrowsSplit2 },
  { href: '/people', word: 'people', group: 'setUp', icon: IconUsers },
  { href: '/tokens', word: 'tokens', group: 'setUp', under: '/people', icon: IconApi },
  { href: '/screens', word: 'screens', group: 'setUp', icon: IconDeviceTv },
  { href: '/system', word: 'system', group: 'setUp', icon: IconHeartbeat },
  { href: '/keys', word: 'keys', group: 'setUp', under: '/system', icon: IconKey },
  { href: '/retention', word: 'retention', group: 'setUp', under: '/system', icon: IconHourglass },
]

/** What of the navigation leads somewhere for a person who may open these pages. */
export function navFor(pages: readonly PagePath[]): NavEntry[] {
  return navEntries.filter((entry) => pages.includes(entry.href))
}

export interface RailEntry extends NavEntry {
  /** Its own and what stands below it, wherever one is. */
  readonly below: readonly NavEntry[]
  /** One is at it, or at one of those below. */
  readonly isOpen: boolean
}

/** The navigation of the rail: what stands below an entry is for the eye once one is there. */
export function railFor(pages: readonly PagePath[], pathname: string): RailEntry[] {
  const entries = navFor(pages)
  const isBelow = ({ under }: NavEntry) => entries.some(({ href }) => href === under)
  return entries
    .filter((entry) => !isBelow(entry))
    .map((entry) => {
      const below = entries.filter(({ under }) => under === entry.href)
      return { ...entry, below, isOpen: [entry, ...below].some((one) => isCurrent(one, pathname)) }
    })
}

/** As many as a thumb can tell apart, beside "More"; what is beyond stands in there. */
const BAR_PLACES = 4

/** The navigation of a phone: what has a place in the bar, and what is found under "More". */
export function phoneNavFor(pages: readonly PagePath[]): {
  readonly bar: readonly NavEntry[]
  readonly more: readonly NavEntry[]
} {
  const entries = navFor(pages)
  const isMain = ({ under }: NavEntry) => under === undefined || !pages.includes(under)
  const bar = entries.filter(isMain).slice(0, BAR_PLACES)
  return { bar, more: entries.filter((entry) => !bar.includes(entry)) }
}

export const navGroups = ['operate', 'prove', 'setUp'] as const

/** A page below an entry belongs to it, unless it belongs to one further down; the first entry is the root and only itself. */
export function isCurrent(entry: NavEntry, pathname: string): boolean {
  const [nearest] = navEntries.filter(({ href }) => isAt(href, pathname)).sort((a, b) => b.href.length - a.href.length)
  return nearest?.href === entry.href
}

const isAt = (href: string, pathname: string): boolean =>
  href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`)
