import { createAgentSessions } from '@counterfoil/services/agent-sessions'
import type { PresenceSeen } from '@counterfoil/services/agents'
import type { Clock } from '@counterfoil/services/clock'
import {
  type BusinessCalendar,
  createHubNotes,
  createIngest,
  type GroupOutcome,
  type IngestStore,
} from '@counterfoil/services/ingest'
import { type Availability, type MemoryDatabase, memoryAgentRecord, openMemoryIngestStore } from '@counterfoil/services/testing'
import type { Checker } from './checker.ts'
import type { HubDoor } from './network.ts'
import { createWrite, type Plant } from './plants.ts'
import { type ProcessLife, startLife } from './process-life.ts'
import type { Chance } from './random.ts'
import type { createVerifier } from './signers.ts'

export interface HubMachineOptions {
  readonly world: Clock
  readonly chance: Chance
  readonly database: MemoryDatabase
  readonly availability: Availability
  readonly hubId: string
  readonly verify: ReturnType<typeof createVerifier>
  readonly calendar: BusinessCalendar
  readonly checker: Checker
  readonly plant: Plant | undefined
  /** ms one way to the database. */
  readonly databaseMs: readonly [low: number, high: number]
  /** Share of commits whose answer is lost, and of those to be tried again; drops to 0 when everything heals. */
  readonly troubles: { lostAnswers: number; retries: number }
  readonly stir: () => void
  /** The database's notification: every hub hears that an agent's row has changed. */
  readonly tellHubs: (agentId: number) => void
  /** What a hub sees of its agents' connections; nobody asks in most runs. */
  readonly onPresence?: (seen: PresenceSeen) => void
}

/** A machine with one hub process at a time, over the shared database. */
export interface HubMachine {
  readonly door: () => HubDoor
  readonly life: ProcessLife
  /** Closes the agent's connection here, if there is one. */
  drop(agentId: number): void
  start(): void
  /** Connections that are gone are told of by the lines; this ends the process. */
  kill(): void
}

export function createHubMachine(options: HubMachineOptions, onDeath: () => void): HubMachine {
  const { world, chance, checker } = options
  let running = startHub()

  function startHub(): { life: ProcessLife; door: HubDoor; drop: (agentId: number) => void } {
    const life = startLife(world, () => 0, onDeath)
    const store = slowStore(options, life)
    const ingest = createIngest({ store, clock: life.clock, verify: options.verify, calendar: options.calendar })
    const record = memoryAgentRecord(options.database, options.availability, options.tellHubs)
    const sessions = createAgentSessions({
      clock: life.clock,
      random: chance.next,
      randomBytes: chance.bytes,
      ingest: {
        cursor: ingest.cursor,
        forgetAgent: ingest.forgetAgent,
        get status() {
          return ingest.status
        },
        async submit(agent, batch) {
          const answer = await ingest.submit(agent, batch)
          if (answer.ok && life.alive) checker.acknowledged(agent.id, agent.epoch, answer.highWater, answer.head)
          return answer
        },
      },
      notes: createHubNotes({ record: (note) => store.recordNote(note), clock: life.clock, onFailure: () => {} }),
      agents: {
        find: (uid) => pass(options, life, () => record.find(uid)),
        noteVersion: (id, version) => pass(options, life, () => record.noteVersion(id, version)),
        // Asked beside the cursor, which is waited for anyway.
        nextGreeting: () => record.nextGreeting(),
        findShutOut: (ids) => pass(options, life, () => record.findShutOut(ids)),
        moveJoin: (...given) => pass(options, life, () => record.moveJoin(...given)),
        confirmJoin: (...given) => pass(options, life, () => record.confirmJoin(...given)),
        lock: (...given) => pass(options, life, () => record.lock(...given)),
        tellChanged: (...given) => pass(options, life, () => record.tellChanged(...given)),
        offerKey: (...given) => pass(options, life, () => record.offerKey(...given)),
        adoptKey: (...given) => pass(options, life, () => record.adoptKey(...given)),
      },
      hubId: async () => options.hubId,
      onPresence: options.onPresence ?? (() => {}),
      onConnected() {},
      onHello() {},
      log() {},
      verify: options.verify,
    })
    return {
      life,
      door: {
        get alive() {
          return life.alive
        },
        open: (connection) => sessions.open(connection),
      },
      drop: (agentId) => life.alive && sessions.drop(agentId),
    }
  }

  return {
    door: () => running.door,
    get life() {
      return running.life
    },
    drop: (agentId) => running.drop(agentId),
    start() {
      if (!running.life.alive) running = startHub()
    },
    kill: () => running.life.kill(),
  }
}

/** A question to the database and its answer: two waits, and the process may die in either. */
async function pass<Answer>(options: HubMachineOptions, life: ProcessLife, ask: () => Promise<Answer>): Promise<Answer> {
  await wait(options, life)
  try {
    return await ask()
  } finally {
    await wait(options, life)
  }
}

/** Never resolves in a process that has died. */
function wait({ chance, databaseMs, stir }: HubMachineOptions, life: ProcessLife): Promise<void> {
  return new Promise((resolve) => {
    life.clock.startTimer(chance.between(...databaseMs), () => {
      try {
        life.step()
      } catch {
        return
      }
      stir()
      resolve()
    })
  })
}

function slowStore(options: HubMachineOptions, life: ProcessLife): IngestStore {
  const { chance, checker, troubles } = options
  const store = openMemoryIngestStore(options.database, options.availability)
  const write = createWrite(options.plant, options.database, life.clock)
  const slow = <Answer>(ask: () => Promise<Answer>) => pass(options, life, ask)

  async function writeGroup(rows: Parameters<IngestStore['writeGroup']>[0]): Promise<GroupOutcome> {
    await wait(options, life)
    if (options.availability.state !== 'up') return store.writeGroup(rows)
    if (chance.happens(troubles.retries)) return { failure: 'retry', error: new Error('serialisation') }
    const written = write(rows)
    checker.look()
    await wait(options, life)
    if (chance.happens(troubles.lostAnswers))
      return { failure: 'away', error: new Error('the connection broke after the commit') }
    return written === null ? { failure: 'fence', error: new Error('a stream does not stand there') } : { written }
  }

  return {
    get connected() {
      return store.connected
    },
    get trouble() {
      return store.trouble
    },
    readCursor: (...given) => slow(() => store.readCursor(...given)),
    readQuarantineCursor: (...given) => slow(() => store.readQuarantineCursor(...given)),
    readHash: (...given) => slow(() => store.readHash(...given)),
    readPayments: (...given) => slow(() => store.readPayments(...given)),
    readStore: (...given) => slow(() => store.readStore(...given)),
    readTerminals: (...given) => slow(() => store.readTerminals(...given)),
    ensureTerminal: (...given) => slow(() => store.ensureTerminal(...given)),
    configureTerminals: (...given) => slow(() => store.configureTerminals(...given)),
    identifyTerminal: (...given) => slow(() => store.identifyTerminal(...given)),
    quarantine: (...given) => slow(() => store.quarantine(...given)),
    recordNote: (...given) => slow(() => store.recordNote(...given)),
    writeGroup,
    close: () => store.close(),
  }
}
