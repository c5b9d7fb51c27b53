import type { Server as HttpServer } from 'node:http'
import type { Server as HttpsServer } from 'node:https'
import type { Change } from '@counterfoil/db/connections'
import { MESSAGE_MAX_BYTES } from '@counterfoil/protocol'
import { type PresenceNow, recordHubNote } from '@counterfoil/services/agents'
import { type CommittedGroup, createHubNotes, createIngest } from '@counterfoil/services/ingest'
import { createSealer } from '@counterfoil/services/vault'
import { Server } from 'socket.io'
import { serveAgents } from './agents/agents-namespace.ts'
import { holdBackRefused } from './agents/hold-back-refused.ts'
import { createHttpSessions } from './agents/http-sessions.ts'
import { openAgentsDesk } from './agents/open-agents-desk.ts'
import { announceKeys } from './announce-keys.ts'
import { keepArchives } from './audit/archive-keeper.ts'
import { makeEvidence } from './audit/evidence-maker.ts'
import { askForeignWitnesses } from './audit/foreign/ask-foreign-witnesses.ts'
import { followRecord } from './audit/log-follower.ts'
import { keepLog } from './audit/log-keeper.ts'
import { runStreams } from './audit/streams/run-streams.ts'
import { doFileTasks } from './funds/do-file-tasks.ts'
import { pullFiles } from './funds/pulls/pull-files.ts'
import { takeFiles } from './funds/take-files.ts'
import { watchFolder } from './funds/watch-folder.ts'
import { keepFunds } from './funds-keeper.ts'
import { type AgentRoutes, createAgentRoutes } from './http/agent-routes.ts'
import { createHttpRoutes } from './http/http-routes.ts'
import type { HubParts } from './hub-parts.ts'
import type { HubServer } from './hub-sockets.ts'
import { createLiveFeed } from './live/live-feed.ts'
import { serveLive } from './live/live-namespace.ts'
import { createNodeBeat } from './nodes/node-beat.ts'
import { joinOtherHubs } from './nodes/other-hubs.ts'
import { watchOperations } from './operations/watch-operations.ts'
import { createPresenceWriter } from './presence-writer.ts'
import { createHubIdReader } from './read-hub-id.ts'
import { createRefusalGate } from './refusal-gate.ts'
import { noteFailedHandshakes } from './tls/note-failed-handshakes.ts'
import { createUpkeep } from './upkeep.ts'
import { watchCommandGroups } from './watch-command-groups.ts'
import { watchCommissionings } from './watch-commissionings.ts'
import { watchHealth } from './watch-health.ts'
import { watchRedundancy } from './watch-redundancy.ts'
import { watchRollouts } from './watch-rollouts.ts'

export interface Hub {
  /** Not ready from now on, though it still does everything: whoever balances sends others here no more. */
  drain(): void
  /** Takes nothing new, finishes what is being written, then lets go of everything it opened but the pool and the server. */
  close(): Promise<void>
}

/** The hub: agents on `/agents`, browsers on `/live`, plain routes beside them. Knows nothing of Next. */
export function createHub(httpServer: HttpServer | HttpsServer, parts: HubParts): Hub {
  const { pool, clock, log, metrics, newId } = parts
  let draining = false
  const notes = createHubNotes({
    record: (note) => recordHubNote({ pool, newId, now: () => new Date(clock.nowMs()) }, note),
    clock,
    onFailure: (error) => log.warn({ err: error }, 'a hub event was not recorded'),
  })
  noteFailedHandshakes(httpServer, parts, notes)
  const ingest = createIngest({
    pool,
    clock,
    newId,
    sealer: createSealer(parts.keys[0].vault.publicKey),
    onCommit: committed,
    onTrouble: (what, error) => log.warn({ err: error }, what),
    onRefused: (code) => metrics.refused.inc({ code }),
    onConnection(connected, trouble) {
      metrics.databaseUp.set(connected ? 1 : 0)
      if (connected) log.info('the ingest can write')
      else log.warn({ trouble }, 'the ingest cannot write: nothing is acknowledged until it can')
    },
  })

  httpServer.on(
    'request',
    createHttpRoutes(
      parts,
      ingest,
      {
        counts: () => ({ agents: agents.connected, browsers: live.connected, otherHubs: others.line }),
        draining: () => draining,
        replaying: () => agents.replaying,
      },
      (...asked) => agentRoutes(...asked),
    ),
  )
  const io: HubServer = new Server(httpServer, {
    transports: ['websocket'],
    serveClient: false,
    maxHttpBufferSize: MESSAGE_MAX_BYTES,
    connectTimeout: 10_000,
    pingInterval: 25_000,
    pingTimeout: 20_000,
    perMessageDeflate: false,
    cleanupEmptyChildNamespaces: true,
    ...(parts.redis === null ? {} : { adapter: parts.redis.adapter }),
    cors: { origin: [...parts.dashboardOrigins] },
    // Agents send no Origin; browsers always do. A foreign page gets no further than this.
    allowRequest: (request, allow) => {
      const { origin } = request.headers
      allow(null, origin === undefined || parts.dashboardOrigins.includes(origin))
    },
  })
  // Nobody lives at the root, where socket.io would let anybody stay for ever.
  io.use((_socket, next) => next(new Error('There is nothing here: agents connect to /agents, the dashboard to /live.')))
  const live = serveLive(parts, io.of('/live'), (storeId) => ingest.registry.store(storeId))
  const others = joinOtherHubs(io, parts, {
    changed: (hint) => feed.heard(hint),
    seen: (presence) => feed.seen(presence),
    greeted: (agentId, greeting) => agents.supersede(agentId, greeting),
    back: () => feed.catchUp(),
  })
  const feed = createLiveFeed(parts, ingest.registry, live, () => others.line === 'away')
  const node = { id: newId(), host: parts.hostName, address: parts.address ?? null }
  const beat = createNodeBeat(parts, node, () => others.line, presenceWritten)
  const presence = createPresenceWriter(parts, { id: node.id, begun: beat.begun }, presenceWritten)
  const agents = openAgentsDesk(parts, { ingest, presence, notes, hubId: createHubIdReader(pool), onGreeted: others.greeted })
  const guarded = holdBackRefused(agents, {
    gate: createRefusalGate(parts, 'refusedHello'),
    random: parts.random,
    onHeld: () => metrics.hellos.inc({ answer: 'held' }),
  })
  serveAgents(io.of('/agents'), guarded)
  const httpSessions = createHttpSessions(parts, { sessions: guarded, onCount: (count) => metrics.httpSessions.set(count) })
  const agentRoutes: AgentRoutes = createAgentRoutes(parts, httpSessions)
  const upkeep = createUpkeep(parts, { tellCommands: () => agents.tellWaitingCommands() })
  const announced = announceKeys(parts)
  const logKeeper = keepLog(parts, node)
  const streams = runStreams(parts, logKeeper.leads)
  const foreignWitnesses = askForeignWitnesses(parts, logKeeper.leads)
  const follower = followRecord(parts, logKeeper.leads)
  const archivist = keepArchives(parts, logKeeper.leads)
  const evidence = makeEvidence(parts)
  const files = takeFiles(parts)
  const fileTasks = doFileTasks(parts)
  const folder = parts.fundsFolder == null ? null : watchFolder(parts, parts.fundsFolder)
  const pulls = pullFiles(parts)
  const funds = keepFunds(parts)
  const operations = watchOperations(parts, ingest)
  const health = parts.watchesHealth === true ? watchHealth(parts) : null
  const commissionings = parts.watchesHealth === true ? watchCommissionings(parts) : null
  const commandGroups = watchCommandGroups(parts)
  const redundancy = parts.watchesHealth === true ? watchRedundancy(parts) : null
  const rollouts = parts.updates == null ? null : watchRollouts(parts)
  const changes = parts.subscribeToChanges(changed, resynced)

  function committed(group: CommittedGroup): void {
    metrics.events.inc(group.events)
    metrics.batches.inc(group.batches.length)
    metrics.notUnderstood.inc(group.batches.reduce((sum, { notUnderstood }) => sum + notUnderstood.length, 0))
    metrics.commitSeconds.observe(group.tookMs / 1_000)
    operations.committed(group.tookMs)
    feed.committed(group)
    others.committed(group)
  }

  function presenceWritten(seen: readonly PresenceNow[]): void {
    feed.seen(seen)
    others.seen(seen)
    for (const { agentId, greeting, superseded } of seen) if (superseded) agents.supersede(agentId, greeting + 1)
  }

  function changed(change: Change): void {
    switch (change.entity) {
      case 'agent':
        agents.drop(Number(change.id))
        break
      case 'command':
        void agents.tellCommands(Number(change.id))
        break
      case 'approvers':
        void agents.tellWaitingCommands()
        break
      case 'session':
        live.recheck({ sessionId: change.id })
        break
      case 'user':
        live.recheck({ userId: change.id })
        break
      case 'screen':
        live.recheck({ screenId: change.id })
        break
      case 'log':
        // A loss is declared: agents need not wait out their minute to hear of it.
        agents.tellNews({ why: 'loss_declared' })
        break
      case 'funds_file':
        files.nudge()
        funds.fileChanged()
        break
      case 'funds_file_task':
        fileTasks.nudge()
        break
      case 'funds':
        live.tellFunds()
        break
      case 'alert':
        live.tellAlerts()
        break
      case 'device':
        live.tellDevices()
        break
      case 'store':
        ingest.forgetStore(Number(change.id))
        feed.forgetStore(Number(change.id))
        break
      default:
        // Nothing here is kept of the others.
        break
    }
  }

  /** Whatever was told while nobody listened is looked up: sessions are looked up every 30 s anyway. */
  function resynced(): void {
    files.nudge()
    fileTasks.nudge()
    funds.fileChanged()
    live.tellFunds()
    live.tellDevices()
    live.tellAlerts()
    agents.recheck().catch((error: unknown) => log.warn({ err: error }, 'revoked agents could not be looked up'))
  }

  return {
    drain() {
      draining = true
    },
    async close() {
      draining = true
      // Agents that are sent away come back at once: not to here.
      httpServer.close()
      upkeep.close()
      await operations.close()
      await health?.close()
      await commissionings?.close()
      await redundancy?.close()
      await rollouts?.close()
      await commandGroups.close()
      await announced.close()
      await funds.close()
      await changes.close()
      feed.close()
      httpSessions.close()
      agents.close()
      // Those of the other hubs stay.
      for (const namespace of ['/', '/agents', '/live']) io.of(namespace).local.disconnectSockets(true)
      await ingest.idle()
      await presence.close()
      await beat.close()
      await notes.idle()
      await ingest.close()
      // A file that is half read stays as it was.
      await folder?.close()
      await pulls.close()
      await files.close()
      await fileTasks.close()
      await streams.close()
      await foreignWitnesses.close()
      // What this hub still did is in the log it ends.
      await archivist.close()
      await evidence.close()
      await follower.close()
      await logKeeper.close()
      httpServer.closeAllConnections()
      await io.close()
    },
  }
}
