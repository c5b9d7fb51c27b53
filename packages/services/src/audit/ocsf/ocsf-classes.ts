import type { AuditAction } from '../audit-actions.ts'

export const OCSF_VERSION = '1.7.0'

/** The classes of OCSF that are used here, with the activities of each by their captions in the schema. */
export const ocsfClasses = {
  accountChange: {
    uid: 3001,
    name: 'Account Change',
    category: { uid: 3, name: 'Identity & Access Management' },
    activities: {
      1: 'Create',
      2: 'Enable',
      3: 'Password Change',
      4: 'Password Reset',
      5: 'Disable',
      9: 'Lock',
      10: 'MFA Factor Enable',
      11: 'MFA Factor Disable',
    },
  },
  authentication: {
    uid: 3002,
    name: 'Authentication',
    category: { uid: 3, name: 'Identity & Access Management' },
    activities: { 1: 'Logon', 2: 'Logoff' },
  },
  entityManagement: {
    uid: 3004,
    name: 'Entity Management',
    category: { uid: 3, name: 'Identity & Access Management' },
    activities: { 1: 'Create', 2: 'Read', 3: 'Update', 4: 'Delete' },
  },
  userAccess: {
    uid: 3005,
    name: 'User Access Management',
    category: { uid: 3, name: 'Identity & Access Management' },
    activities: { 1: 'Assign Privileges', 3: 'Assign Role' },
  },
  applicationLifecycle: {
    uid: 6002,
    name: 'Application Lifecycle',
    category: { uid: 6, name: 'Application Activity' },
    activities: { 1: 'Install', 3: 'Start', 4: 'Stop' },
  },
  apiActivity: {
    uid: 6003,
    name: 'API Activity',
    category: { uid: 6, name: 'Application Activity' },
    activities: { 1: 'Create', 2: 'Read', 3: 'Update', 4: 'Delete' },
  },
} as const

export type OcsfClass = keyof typeof ocsfClasses

/** In every class: an activity the schema has no number for; its name is then the action's. */
export const OTHER = 99

/** What each action of the log is to OCSF: its class and its activity in it. */
export const ocsfActivities: Readonly<Record<AuditAction, readonly [OcsfClass, number]>> = {
  'sign_in.succeeded': ['authentication', 1],
  'sign_in.failed': ['authentication', 1],
  'sign_in.locked': ['accountChange', 9],
  'session.ended': ['authentication', 2],
  'access.refused': ['apiActivity', OTHER],
  'factor.shown': ['authentication', 1],
  'factor.failed': ['authentication', 1],
  'factor.begun': ['accountChange', OTHER],
  'factor.added': ['accountChange', 10],
  'factor.removed': ['accountChange', 11],
  'factor.renewed': ['accountChange', OTHER],
  'factor.renamed': ['accountChange', OTHER],
  'password.changed': ['accountChange', 3],
  'setup_link.made': ['entityManagement', 1],
  'person.invited': ['entityManagement', 1],
  'setup_link.revoked': ['entityManagement', 4],
  'person.created': ['accountChange', 1],
  'person.access_changed': ['userAccess', 3],
  'person.disabled': ['accountChange', 5],
  'person.enabled': ['accountChange', 2],
  'person.reset': ['accountChange', 4],
  'card_alarm.raised': ['entityManagement', 1],
  'card_alarm.opening_asked': ['entityManagement', 3],
  'card_alarm.opening_approved': ['entityManagement', 3],
  'card_alarm.opened': ['entityManagement', 2],
  'card_alarm.closed': ['entityManagement', 3],
  'card.first_six_read': ['entityManagement', 2],
  'break_glass.used': ['userAccess', 1],
  'break_glass.acknowledged': ['entityManagement', 3],
  'access_review.opened': ['entityManagement', 1],
  'access_review.decided': ['entityManagement', 3],
  'access_review.signed': ['entityManagement', 3],
  'access_review.exported': ['apiActivity', 2],
  'key.registered': ['entityManagement', 1],
  'key.resealed': ['entityManagement', 3],
  'keys.exported': ['apiActivity', 2],
  'keys.reviewed': ['entityManagement', 3],
  'log.started': ['applicationLifecycle', 3],
  'log.stopped': ['applicationLifecycle', 4],
  'log.gap': ['applicationLifecycle', OTHER],
  'audit.read': ['apiActivity', 2],
  'audit.exported': ['apiActivity', 2],
  'evidence.exported': ['apiActivity', 2],
  'stream.added': ['entityManagement', 1],
  'stream.removed': ['entityManagement', 4],
  'stream.stopped': ['applicationLifecycle', 4],
  'stream.resumed': ['applicationLifecycle', 3],
  'agents.heads': ['entityManagement', 3],
  'join_code.made': ['entityManagement', 1],
  'agent.enrolled': ['entityManagement', 1],
  'agent.enrolment_refused': ['entityManagement', 1],
  'agent.revoked': ['entityManagement', 4],
  'agent.unlocked': ['entityManagement', 3],
  'agent.locked': ['entityManagement', 3],
  'agent.key_requested': ['entityManagement', 3],
  'agent.key_changed': ['entityManagement', 3],
  'terminals.configured': ['entityManagement', 3],
  'terminal.identified': ['entityManagement', 3],
  'installation.made': ['applicationLifecycle', 1],
  'store.added': ['entityManagement', 1],
  'rates.recorded': ['entityManagement', 1],
  'figures.rebuild_begun': ['entityManagement', 3],
  'figures.rebuilt': ['entityManagement', 3],
  'token.created': ['entityManagement', 1],
  'token.revoked': ['entityManagement', 4],
  'token.refused': ['authentication', 1],
  'screen.paired': ['entityManagement', 1],
  'screen.claimed': ['authentication', 1],
  'screen.revoked': ['entityManagement', 4],
}

/** What somebody should look at even when it succeeded. */
export const alarming: ReadonlySet<AuditAction> = new Set([
  'sign_in.locked',
  'card_alarm.raised',
  'break_glass.used',
  'log.gap',
  'stream.stopped',
])
