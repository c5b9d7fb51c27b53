import { mayDoWithin, type Permission, type Reach, type Role, wholeChain } from '@counterfoil/services/permissions'

/** What each page asks questions about. Whoever lacks one of these is told so instead; the answers themselves are refused anyway. */
export const pagePermissions = {
  '/': ['live.read'],
  '/payments': ['payments.read'],
  '/payments/[id]': ['payments.read'],
  '/funds': ['funds.read', 'chain.read'],
  '/funds/payments': ['funds.read', 'chain.read'],
  '/funds/fees': ['funds.read', 'chain.read'],
  '/funds/agreements': ['funds.files'],
  '/funds/payouts/[id]': ['funds.read'],
  '/funds/bank-lines/[id]': ['funds.read'],
  '/card-alarms': ['card_alarms.read'],
  '/funds/files': ['funds.files'],
  '/funds/files/[id]': ['funds.files'],
  '/funds/files/mappings': ['funds.files'],
  '/funds/files/mappings/[id]': ['funds.files', 'funds.configure'],
  '/funds/files/mappings/new': ['funds.files', 'funds.configure'],
  '/funds/files/pulls': ['funds.files'],
  '/audit': ['audit.read'],
  '/audit/[id]': ['audit.read'],
  '/audit/integrity': ['audit.read'],
  '/audit/review': ['audit.read'],
  '/audit/review/[day]': ['audit.read'],
  '/audit/rules': ['audit.read'],
  '/audit/incidents': ['audit.read'],
  '/audit/evidence': ['audit.read'],
  '/devices': ['devices.read', 'chain.read'],
  '/devices/[id]': ['devices.read', 'chain.read'],
  '/inspections': ['inspections.read', 'chain.read'],
  '/alerts': ['alerts.read', 'chain.read'],
  '/stores': ['stores.read', 'live.read'],
  '/stores/[id]': ['stores.read', 'live.read'],
  '/agents/[id]': ['commands.read'],
  '/commands': ['commands.read', 'chain.read'],
  '/commands/[id]': ['commands.read', 'chain.read'],
  '/commissioning': ['commissioning.read', 'chain.read'],
  '/stores/[id]/commissioning': ['commissioning.read', 'chain.read'],
  '/redundancy': ['redundancy.read', 'chain.read'],
  '/stores/[id]/redundancy': ['redundancy.read', 'chain.read'],
  '/people': ['people.read'],
  '/people/[id]': ['people.read'],
  '/access-reviews': ['reviews.read'],
  '/access-reviews/[id]': ['reviews.read'],
  '/screens': ['screens.read', 'chain.read'],
  '/tokens': ['tokens.read', 'chain.read'],
  '/keys': ['keys.read'],
  '/approvers': ['approvers.read'],
  '/updates': ['updates.read'],
  '/system': ['system.read'],
  '/retention': ['system.read'],
  '/account': ['own_account'],
} as const satisfies Readonly<Record<`/${string}`, readonly Permission[]>>
export type PagePath = keyof typeof pagePermissions

const pages = Object.keys(pagePermissions) as PagePath[]

/** The pages somebody may open, in the order of the table. */
export function pagesOf(role: Role, reach: Reach = wholeChain): PagePath[] {
  return pages.filter((page) => pagePermissions[page].every((permission) => mayDoWithin({ role, reach }, permission)))
}
