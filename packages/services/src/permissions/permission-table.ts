/** What can be allowed. Closed: a procedure or page names one of these or does not compile. */
export const permissions = [
  /** Which stores there are, how many report, and the rates figures are added up with: what every page's frame needs. */
  'chain.read',
  /** Live figures, alarms and the newest payments, also as they were; the live socket. */
  'live.read',
  /** Stores with their agents, terminals and what became of them. */
  'stores.read',
  /** The inventory: each device with its life, its places, who held it, its seals. */
  'devices.read',
  /** Registering devices, describing, placing them, and each step of their life. */
  'devices.change',
  /** Registering and describing them as the chain's own programs do; a token needs to be made for it, too. */
  'devices.deliver',
  /** Handing them over, and their seals: whoever stands before them. */
  'devices.hold',
  /** Which firmware of a model may run and which is current, for the whole chain. */
  'devices.firmware',
  /** Looking at terminals for tampering: what is due, what was seen, who was taught to see it. */
  'inspections.read',
  /** Doing it, and saying what one saw. */
  'inspections.do',
  /** How often it is done and why, and who was taught. */
  'inspections.change',
  /** Every payment down to the terminal's messages, with the card's last four digits. */
  'payments.read',
  /** The first six digits as well. */
  'cards.first_six',
  /** One's own factors, sessions and password. */
  'own_account',
  /** Accounts, their roles, reaches, factors and sessions. */
  'people.read',
  'people.change',
  /** API tokens of the chain's own programs. */
  'tokens.read',
  'tokens.change',
  /** Screens on walls. */
  'screens.read',
  'screens.change',
  /** Card numbers found where none may be. Opening one takes two people. */
  'card_alarms.read',
  'card_alarms.handle',
  /** Reviews of who may do what: holding them, deciding in them, and signing that they were held. */
  'reviews.read',
  'reviews.decide',
  'reviews.sign',
  /** Where the money of payments is: expectations, payouts, statements, exceptions. */
  'funds.read',
  /** Files of acquirers and banks: which came, what they hold, what became of them. */
  'funds.files',
  /** Bringing a file; whether it is imported is another question. */
  'funds.deliver',
  /** Taking in files of acquirers and banks, held ones too. */
  'funds.import',
  /** Contracts, routes, accounts, expected files and column mappings. */
  'funds.configure',
  /** Exceptions: noting, assigning, resolving, approving what another proposed. */
  'funds.handle',
  /** Above which sum two people end an exception: not for those whom it holds. */
  'funds.limit',
  /** Linking rows by hand and taking links apart. */
  'funds.link',
  /** Proof bundles: asking for one, and taking it away with the files in it. */
  'funds.prove',
  /** What agents were asked to do, and what they answered. */
  'commands.read',
  /** Asking them for what only reads or does little. */
  'commands.ask',
  /** Asking them for what a store notices. */
  'commands.disturb',
  /** Asking for what two people must want. */
  'commands.propose',
  /** Being the second of them, and on the list that agents keep. */
  'commands.approve',
  /** Who is on that list, and which agents keep it. */
  'approvers.read',
  /** Proposing another list, which two people of the one in force approve. */
  'approvers.change',
  /** How stores come to sell, and what was agreed of them. */
  'commissioning.read',
  /** Agreeing, building and testing; signing first. */
  'commissioning.change',
  /** Signing second, after which a store is live. */
  'commissioning.approve',
  /** What each store has twice, and what showed that it works. */
  'redundancy.read',
  /** Having the hub watch while people in the store try it. */
  'redundancy.drill',
  /** Versions of agents: on the signed list, on their way, and in the field. */
  'updates.read',
  /** Sending a version through the stores, which somebody else approves; holding, stopping and taking it back. */
  'updates.change',
  /** Keys and certificates with their ages. */
  'keys.read',
  /** Whether the product itself is well: its hubs, its figures, its alerts. */
  'system.read',
  /** Saying that one knows of an alert and looks after it. */
  'system.handle',
  /** Alerts of the stores one looks after: what is bad, since when, who knows, who was told. */
  'alerts.read',
  /** Saying of one of them that one knows of it. */
  'alerts.acknowledge',
  /** By which figures they are raised, who is told, and when nobody is. */
  'alerts.change',
  /** How long what is kept: whoever may read how the system stands reads it; who may change it is this. */
  'retention.change',
  /** The log of all that was done, its proofs and its files; each reading is recorded in it. */
  'audit.read',
  /** Signing that a day of it was looked at. */
  'audit.review',
  /** The rules of that review, erasing personal values, and closing incidents. */
  'audit.change',
] as const
export type Permission = (typeof permissions)[number]

/** What a signed-in person can be. */
export const personRoles = ['administrator', 'operations', 'finance', 'auditor', 'store_manager', 'technician'] as const
export type PersonRole = (typeof personRoles)[number]

/** All roles: people's, and those of things that ask by themselves. */
export const roles = [...personRoles, 'integration_token', 'wall_screen'] as const
export type Role = (typeof roles)[number]

type Row = Readonly<Record<Permission, boolean>>

/** A row that names what it allows; everything else is refused. */
function only<const Allowed extends Permission>(...allowed: readonly Allowed[]): Row {
  return Object.fromEntries(permissions.map((one) => [one, allowed.some((each) => each === one)])) as Row
}

const pages = ['chain.read', 'live.read', 'stores.read', 'payments.read'] as const

/** Who may do what. Where they may do it is their reach. `docs/permissions.md` is written from this table. */
export const permissionTable: Readonly<Record<Role, Row>> = {
  administrator: only(
    ...pages,
    'devices.read',
    'devices.change',
    'devices.deliver',
    'devices.hold',
    'devices.firmware',
    'inspections.read',
    'inspections.do',
    'inspections.change',
    'cards.first_six',
    'own_account',
    'people.read',
    'people.change',
    'tokens.read',
    'tokens.change',
    'screens.read',
    'screens.change',
    'card_alarms.read',
    'card_alarms.handle',
    'reviews.read',
    'reviews.decide',
    'funds.read',
    'funds.files',
    'funds.deliver',
    'funds.import',
    'funds.configure',
    'funds.handle',
    'funds.limit',
    'funds.link',
    'funds.prove',
    'commands.read',
    'commands.ask',
    'commands.disturb',
    'commands.propose',
    'commands.approve',
    'approvers.read',
    'updates.read',
    'updates.change',
    'approvers.change',
    'commissioning.read',
    'commissioning.change',
    'commissioning.approve',
    'redundancy.read',
    'redundancy.drill',
    'keys.read',
    'system.read',
    'system.handle',
    'alerts.read',
    'alerts.acknowledge',
    'alerts.change',
    'retention.change',
    'audit.read',
    'audit.review',
    'audit.change',
  ),
  operations: only(
    ...pages,
    'devices.read',
    'devices.change',
    'devices.deliver',
    'devices.hold',
    'devices.firmware',
    'inspections.read',
    'inspections.do',
    'inspections.change',
    'own_account',
    'card_alarms.read',
    'funds.read',
    'funds.files',
    'funds.deliver',
    'funds.import',
    'commands.read',
    'commands.ask',
    'commands.disturb',
    'commands.propose',
    'commands.approve',
    'approvers.read',
    'commissioning.read',
    'commissioning.change',
    'commissioning.approve',
    'redundancy.read',
    'redundancy.drill',
    'updates.read',
    'updates.change',
    'system.read',
    'system.handle',
    'alerts.read',
    'alerts.acknowledge',
    'alerts.change',
  ),
  finance: only(
    ...pages,
    'cards.first_six',
    'own_account',
    'funds.read',
    'funds.files',
    'funds.deliver',
    'funds.import',
    'funds.configure',
    'funds.handle',
    'funds.link',
    'funds.prove',
  ),
  // Reads everything, changes nothing but their own account, signs that reviews were held.
  auditor: only(
    ...pages,
    'devices.read',
    'inspections.read',
    'cards.first_six',
    'own_account',
    'people.read',
    'tokens.read',
    'screens.read',
    'card_alarms.read',
    'reviews.read',
    'reviews.sign',
    'funds.read',
    'funds.files',
    'funds.prove',
    'commands.read',
    'approvers.read',
    'commissioning.read',
    'redundancy.read',
    'updates.read',
    'keys.read',
    'system.read',
    'alerts.read',
    'audit.read',
    'audit.review',
  ),
  store_manager: only(
    ...pages,
    'own_account',
    'funds.read',
    'devices.read',
    'devices.hold',
    'inspections.read',
    'inspections.do',
    'commissioning.read',
    'redundancy.read',
    'alerts.read',
    'alerts.acknowledge',
  ),
  // Repairs terminals: their state is live, customers' payments are none of it.
  technician: only(
    'chain.read',
    'live.read',
    'stores.read',
    'own_account',
    'commands.read',
    'commands.ask',
    'commands.disturb',
    'commands.propose',
    'devices.read',
    'devices.hold',
    'inspections.read',
    'inspections.do',
    'commissioning.read',
    'commissioning.change',
    'redundancy.read',
    'redundancy.drill',
  ),
  integration_token: only('chain.read', 'stores.read', 'payments.read', 'funds.deliver', 'devices.read', 'devices.deliver'),
  // Hangs where anybody passes by. A person who went away sees no more than this either.
  wall_screen: only('chain.read', 'live.read'),
}

/** What is about the whole chain and cannot be cut to a part of it: nobody with a lesser reach may do it. */
export const chainWidePermissions: readonly Permission[] = [
  // One analysis holds for all stores, and an account belongs to none.
  'inspections.change',
  // A model stands in stores of all regions.
  'devices.firmware',
  // Every agent of the chain keeps the same list.
  'approvers.read',
  'approvers.change',
  'updates.read',
  'updates.change',
  'people.read',
  'people.change',
  'system.read',
  'system.handle',
  'retention.change',
  'audit.read',
  'reviews.read',
  'reviews.decide',
  'reviews.sign',
  'audit.review',
  'audit.change',
  // An account or a file belongs to no store.
  'funds.files',
  'funds.deliver',
  'funds.import',
  'funds.configure',
  'funds.limit',
  'funds.link',
  'funds.prove',
]

/** Whether the role may do it, somewhere. */
export function mayDo(role: Role, permission: Permission): boolean {
  return permissionTable[role][permission]
}

/** Everything the role may do, somewhere. */
export function permissionsOf(role: Role): Permission[] {
  return permissions.filter((permission) => mayDo(role, permission))
}
