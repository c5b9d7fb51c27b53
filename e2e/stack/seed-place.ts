import { randomBytes } from 'node:crypto'
import { createAgent, createStore } from '@counterfoil/db/testing'
import { AGENT_SESSION_PATH, type Challenge, helloText, PROTOCOL_VERSION } from '@counterfoil/protocol'
import { saleEvents, scriptAgent } from '@counterfoil/services/testing'
import type { StackDatabase } from './open-database.ts'

/** A store whose every text holds one word, so that a single look tells whether anything of it was told. */
export interface SeededPlace {
  readonly word: string
  readonly storeId: number
  readonly country: string
  readonly region: string
  readonly paymentId: string
  /** Whatever a page's address may name it by: the store, its payment. */
  readonly ids: readonly string[]
}

export async function seedPlace(
  { db, services }: StackDatabase,
  hubUrl: string,
  { name, country }: { readonly name: string; readonly country: string },
): Promise<SeededPlace> {
  // A test that failed is begun anew over what it left.
  const word = `${name}${randomBytes(3).toString('hex')}`
  const region = `${word} region`
  const store = await createStore(db, { code: `${word}-1`, name: `${word} store`, city: `${word} city`, country, region })
  const { agent, sign } = await createAgent(db, { storeId: store.id, name: `${word} agent` })
  const script = scriptAgent({ uid: agent.uid, sign })
  const [paid, unknown] = [services.newId(), services.newId()]
  const terminal = `${word.toLowerCase()}-pos`
  const tell = await greet(hubUrl, { uid: agent.uid, sign })
  const events = [
    { kind: 'agent.started', version: '0.1.0', protocol: PROTOCOL_VERSION, platform: `${word} platform` },
    {
      kind: 'agent.configured',
      terminals: [{ key: terminal, lane: word, protocol: 'zvt', link: 'tcp', address: `${word}:20007`, label: `${word} label` }],
    },
    { kind: 'terminal.identified', terminal, terminalId: '52500041', model: `${word} model`, serial: `${word}-serial` },
    { kind: 'terminal.condition', terminal, condition: 'needs_action', reason: 'error', text: `${word} terminal text` },
    { kind: 'terminal.discarded', terminal, length: 3, head: '0a0b0c', why: `${word} noise` },
    ...saleEvents({ id: paid, terminal, basket: `${word}-basket` }),
    ...saleEvents({ id: unknown, terminal, basket: `${word}-asked` }).slice(0, 1),
    { kind: 'payment.unknown', terminal, payment: unknown, stage: 'needs_person', why: 'answer_lost', transcript: [] },
  ]
  await tell('/batch', script.batch(events))
  await tell('/end', {})
  return { word, storeId: store.id, country, region, paymentId: paid, ids: [String(store.id), paid, String(agent.id)] }
}

/** An agent's session over POST, greeted; the result says one more thing in it. */
export async function greet(hubUrl: string, { uid, sign }: { uid: string; sign: (text: string) => Buffer }) {
  let session = ''
  const tell = async (step: string, body: object) => {
    const answer = await fetch(`${hubUrl}${AGENT_SESSION_PATH}${step}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(session && { authorization: `Bearer ${session}` }) },
      body: JSON.stringify(body),
    })
    const said = (await answer.json()) as { ok: boolean; session: string; challenge: Challenge }
    if (!said.ok) throw new Error(`the hub refused ${step}: ${JSON.stringify(said)}`)
    return said
  }
  const opened = await tell('', {})
  session = opened.session
  const hello = {
    agentId: uid,
    protocol: PROTOCOL_VERSION,
    version: '0.1.0',
    boot: crypto.randomUUID(),
    epoch: 1,
    lastSeq: 0,
    head: '0'.repeat(64),
    join: 0,
  }
  await tell('/hello', { ...hello, signature: sign(helloText(hello, opened.challenge)).toString('base64') })
  return tell
}
