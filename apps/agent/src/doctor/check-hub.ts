import { privateKeyObject, signText } from '@counterfoil/audit'
import { Challenge, HelloAnswer, helloText, PROTOCOL_VERSION } from '@counterfoil/protocol'
import type { Clock } from '@counterfoil/terminals'
import type { ConnectHub, HubSocket } from '../link/hub-socket.ts'
import type { Identity } from '../link/identity.ts'
import { AGENT_VERSION } from '../version.ts'
import type { Finding } from './finding.ts'

/** A hub whose whole chain comes back may let a greeting wait for 8 s. */
const ANSWER_MS = 20_000
/** As the agent's own alert. */
const MAX_OFFSET_MS = 2_000

export interface CheckHubOptions {
  readonly hubUrl: string
  readonly identity: Identity | undefined
  /** Where the record stands, to be greeted with; absent while an agent runs, whose greeting must not be replaced. */
  readonly stream: { readonly lastSeq: number; readonly head: string; readonly join: number } | undefined
  readonly connectHub: ConnectHub
  readonly newId: () => string
  readonly clock: Clock
}

/** Connects as the agent would, and says what the hub says: reachable, the right one, knows us, same time. */
export function checkHub(options: CheckHubOptions): Promise<readonly Finding[]> {
  const { clock, hubUrl, identity, stream } = options
  return new Promise((resolve) => {
    let socket: HubSocket | undefined
    let over = false
    const end = (findings: readonly Finding[]) => {
      if (over) return
      over = true
      timer.cancel()
      socket?.close()
      resolve(findings)
    }
    const timer = clock.startTimer(ANSWER_MS, () =>
      end([
        bad(
          `${hubUrl} takes the connection but does not answer like a hub within 20 s. Is it the hub's address, not the dashboard's? If it is, the hub may be busy: try again in a minute.`,
        ),
      ]),
    )
    socket = options.connectHub({
      closed: (why) =>
        end([
          bad(
            `No connection to the hub: ${why}. Check hub.url, the network and the firewall (WebSocket, or at least HTTPS POST, must pass).`,
          ),
        ]),
      credit() {},
      challenge(raw) {
        const challenge = Challenge.safeParse(raw)
        if (!challenge.success) return end([bad(`${hubUrl} does not speak like a Counterfoil hub.`)])
        if (identity === undefined) return end([good(`The hub answers at ${hubUrl}.`)])
        if (challenge.data.hubId !== identity.hubId) {
          return end([
            bad(`${hubUrl} is another hub than the one this agent was enrolled with. Correct hub.url, or enrol again.`),
          ])
        }
        if (stream === undefined) return end([good(`The hub answers at ${hubUrl}.`)])
        const unsigned = {
          agentId: identity.agentId,
          protocol: PROTOCOL_VERSION,
          version: AGENT_VERSION,
          boot: options.newId(),
          epoch: identity.epoch,
          ...stream,
        }
        const signature = signText(privateKeyObject(identity.privateKey), helloText(unsigned, challenge.data))
        socket?.send('hello', { ...unsigned, signature }, (answer) => end(readAnswer(answer, hubUrl, clock.nowMs())))
      },
    })
  })
}

function readAnswer(raw: unknown, hubUrl: string, nowMs: number): readonly Finding[] {
  const answer = HelloAnswer.safeParse(raw)
  if (!answer.success) return [bad('The hub answered our greeting with something we cannot read.')]
  if (!answer.data.ok) return [bad(`The hub answers, but refuses this agent: ${answer.data.message}`)]
  const offsetMs = nowMs - answer.data.hubTimeMs
  const offsetText = `${(Math.abs(offsetMs) / 1_000).toFixed(1)} s ${offsetMs > 0 ? 'ahead of' : 'behind'} the hub's`
  return [
    good(`The hub answers at ${hubUrl} and knows this agent; it has events up to ${answer.data.highWater}.`),
    Math.abs(offsetMs) > MAX_OFFSET_MS
      ? { area: 'hub', verdict: 'warn', message: `This machine's clock is ${offsetText}. Turn its time service on (NTP).` }
      : good(`This machine's clock is ${offsetText}.`),
  ]
}

function good(message: string): Finding {
  return { area: 'hub', verdict: 'good', message }
}

function bad(message: string): Finding {
  return { area: 'hub', verdict: 'bad', message }
}
