import { type DestinationAddress, openAddress, peopleOf, type Trial } from '@counterfoil/services/alerts'
import type { Clock } from '@counterfoil/services/clock'
import type { Notice } from '@counterfoil/services/operations'
import type { Opener } from '@counterfoil/services/vault'
import type { HubParts } from '../hub-parts.ts'
import type { EmailSettings } from './alert-settings.ts'
import { chatMessage, judgeChatAnswer } from './chat-request.ts'
import { emailMessage, trialMessage } from './email-message.ts'
import { mailDomain, openMailer } from './send-email.ts'
import { sendWebhook } from './send-webhook.ts'
import { signNotice, signTrial } from './webhook-request.ts'

export interface DeliveryParts {
  readonly pool: HubParts['pool']
  readonly clock: Clock
  readonly opener: Opener
  /** The hub's own mail server; null: no mail can be sent. */
  readonly email: EmailSettings | null
  readonly mayReach: (address: string) => boolean
}

/** What is told: an alert's beginning or end, or a trial. */
export type Told = { readonly notice: Notice } | { readonly trial: Trial }

/** Opens where a destination is and sends it there. Null when it was taken; else a word for why not. */
export async function deliverToDestination(
  parts: DeliveryParts,
  id: string,
  told: Told,
  signal: AbortSignal,
): Promise<string | null> {
  let to: DestinationAddress | null
  try {
    to = await openAddress(parts, parts.opener, id)
  } catch {
    // Sealed for a key that this hub does not have.
    return 'sealed'
  }
  if (to === null) return 'removed'
  const { clock, email, mayReach } = parts
  const message = (domain: string) => ('notice' in told ? emailMessage(told.notice, domain) : trialMessage(told.trial, domain))
  if (to.kind === 'email') {
    if (email === null) return 'no_mail_server'
    return openMailer({ ...email, to: peopleOf(to.address) })(message(mailDomain(email)), signal)
  }
  const url = new URL(to.address)
  if (to.kind === 'webhook') {
    const sign =
      'notice' in told ? signNotice(told.notice, to.secret, clock.nowMs()) : signTrial(told.trial, to.secret, clock.nowMs())
    return sendWebhook({ clock, signal }, { url, ca: null, mayReach }, sign)
  }
  const { kind } = to
  const secret = 'secret' in to ? to.secret : null
  const request = chatMessage({ kind, url, secret }, message('counterfoil'), clock.nowMs())
  return sendWebhook({ clock, signal }, { url: request.url, ca: null, mayReach }, request, (text) => judgeChatAnswer(kind, text))
}
