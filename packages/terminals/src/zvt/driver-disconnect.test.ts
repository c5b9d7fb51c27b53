import { runDisconnectContract } from '../testing/disconnect-contract.ts'
import { openMemoryPair } from '../testing/memory-pair.ts'
import { zvt } from './definition.ts'

runDisconnectContract('ZVT over TCP', (options) => openMemoryPair(zvt, { ...options, link: 'tcp' }))
runDisconnectContract('ZVT over a serial line', (options) => openMemoryPair(zvt, { ...options, link: 'serial' }))
