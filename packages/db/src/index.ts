export { createPrisma, type Prisma, type PrismaOptions, type PrismaTransaction } from './client.ts'
export * from './connections.ts'
export { ensurePartitions } from './ensure-partitions.ts'
export * from './generated/client.ts'
/** Generated input types and `sql`; `Prisma` itself is our name for the client. */
export { Prisma as PrismaNamespace } from './generated/client.ts'
export { createReadReplica, followReplica, type ReadReplica, type ReadReplicaOptions, type ReplicaState } from './read-replica.ts'
