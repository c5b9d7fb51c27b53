import { runDriverContract } from '../testing/driver-contract.ts'
import { openMemoryPair } from '../testing/memory-pair.ts'
import { zvt } from './definition.ts'

runDriverContract('ZVT over TCP, in memory', async (options) => openMemoryPair(zvt, { ...options, link: 'tcp' }))
runDriverContract('ZVT over a serial line, in memory', async (options) => openMemoryPair(zvt, { ...options, link: 'serial' }))
