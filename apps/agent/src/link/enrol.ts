import { signText } from '@counterfoil/audit'
import { EnrolAnswer, type EnrolRequest, enrolmentText, JoinCode } from '@counterfoil/protocol'
import { keepEarlierIdentity } from './earlier-identities.ts'
import { dropPendingKeys, type Identity, pendingKeys, readIdentity, writeIdentity } from './identity.ts'

export interface EnrolOptions {
  /** Addresses of one hub; the first that answers is asked, and all are kept. */
  readonly hubUrls: readonly string[]
  /** As shown on the dashboard; spaces, dashes and small letters are forgiven. */
  readonly code: string
  readonly name: string
  readonly dataDir: string
  readonly host: EnrolRequest['host']
  /** The newest epoch of the folder's outbox, 0 for none: what it holds stays what the earlier enrolment said. */
  readonly afterEpoch: number
  /** Enrol although this folder is enrolled already: a new key and a new epoch. */
  readonly again: boolean
  /** POSTs JSON and returns the parsed body; throws when the hub cannot be reached or answers no JSON. */
  postJson(url: string, body: object): Promise<unknown>
}

export type EnrolResult =
  | { readonly enrolled: true; readonly identity: Identity }
  | { readonly enrolled: false; readonly code: string; readonly message: string }

/** Makes the agent's key, shows it to the hub with the one-time code, and keeps who the hub says we are. */
export async function enrol(options: EnrolOptions): Promise<EnrolResult> {
  const code = JoinCode.safeParse(options.code.toUpperCase().replaceAll(/[\s-]/g, ''))
  if (!code.success) {
    return fail(
      'malformed',
      'A join code has ten letters and digits, none of 0, 1, I, L and O; copy it from the dashboard once more.',
    )
  }
  const present = readIdentity(options.dataDir)
  if (present !== undefined && !options.again) {
    return fail(
      'already_enrolled',
      `This agent is enrolled already, for store ${present.store.code} at ${present.hubUrl}. Add --again to give it a new identity.`,
    )
  }
  const keys = pendingKeys(options.dataDir)
  const unsigned = { code: code.data, publicKey: keys.publicKey, name: options.name, afterEpoch: options.afterEpoch }
  const request: EnrolRequest = { ...unsigned, host: options.host, signature: signText(keys.privateKey, enrolmentText(unsigned)) }
  const asked = await ask(options, request)
  if ('enrolled' in asked) return asked
  const answer = EnrolAnswer.safeParse(asked.raw)
  if (!answer.success)
    return fail(
      'not_a_hub',
      `${asked.url} answered something a Counterfoil hub does not say. Is it the hub's address, not the dashboard's?`,
    )
  if (!answer.data.ok) {
    // An earlier try reached the hub and its answer was lost: whose agent that key is, nobody here can tell any more.
    if (answer.data.code === 'key_in_use') dropPendingKeys(options.dataDir)
    return fail(answer.data.code, answer.data.message)
  }
  const { agentId, hubId, store, epoch } = answer.data
  const [hubUrl = '', ...otherHubUrls] = options.hubUrls
  const identity: Identity = {
    agentId,
    hubId,
    hubUrl,
    ...(otherHubUrls.length > 0 && { otherHubUrls }),
    store,
    epoch,
    publicKey: keys.publicKey,
    privateKey: keys.privateKey,
  }
  // Of an epoch that the outbox does not hold nothing waits.
  if (present !== undefined && present.epoch <= options.afterEpoch) keepEarlierIdentity(options.dataDir, present)
  writeIdentity(options.dataDir, identity)
  return { enrolled: true, identity }
}

/** Asks one address after another, until somebody answers: a hub that has used the code already says so at any of them. */
async function ask(
  { hubUrls, postJson }: EnrolOptions,
  request: EnrolRequest,
): Promise<{ readonly url: string; readonly raw: unknown } | Extract<EnrolResult, { enrolled: false }>> {
  const failures: string[] = []
  for (const hubUrl of hubUrls) {
    const url = new URL('/v1/enrol', hubUrl).href
    try {
      return { url, raw: await postJson(url, request) }
    } catch (error) {
      failures.push(`The hub could not be asked at ${url}: ${error instanceof Error ? error.message : String(error)}.`)
    }
  }
  return fail('unreachable', `${failures.join(' ')} Check the address and the network, then try again.`)
}

function fail(code: string, message: string): Extract<EnrolResult, { enrolled: false }> {
  return { enrolled: false, code, message }
}
