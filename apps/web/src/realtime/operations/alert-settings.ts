import type { AlertRule, Threshold } from '@counterfoil/services/operations'

/** How this hub judges, and whom it tells; given by the composition root. */
export interface AlertSettings {
  /** This hub, in what it raises: host and port. */
  readonly hub: string
  readonly thresholds: ReadonlyMap<AlertRule, Threshold>
  readonly webhook: WebhookSettings | null
  /** Absent or null: nobody gets mails. */
  readonly email?: EmailSettings | null
  readonly chats?: readonly ChatSettings[]
  /** Whether the hub may send to an address of a destination that people named; the outside unless told. */
  readonly mayReach?: (address: string) => boolean
}

/** Chats whose robots take messages at an address. */
export const chatKinds = ['slack', 'feishu', 'dingtalk', 'wecom'] as const
export type ChatKind = (typeof chatKinds)[number]

export interface ChatSettings {
  readonly kind: ChatKind
  /** Holds the robot's key; never logged. */
  readonly url: URL
  /** Signs, where the robot checks that. */
  readonly secret: string | null
}

export interface EmailSettings {
  /** `smtp://` or `smtps://`, with user and password; never logged. */
  readonly server: URL
  readonly from: string
  /** Whom the environment names; empty where only destinations of the page are told by mail. */
  readonly to: readonly string[]
  /** PEM of whoever signed the server's certificate; null for the usual ones. */
  readonly ca: string | null
}

export interface WebhookSettings {
  readonly url: URL
  /** Signs what is sent; never logged. */
  readonly secret: string
  /** PEM of whoever signed the receiver's certificate; null for the usual ones. */
  readonly ca: string | null
}
