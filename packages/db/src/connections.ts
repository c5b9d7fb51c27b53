/**
 * What a process needs that speaks to PostgreSQL by `pg` alone: the hub. Prisma, which the whole package brings, would cost
 * it more memory than all of its agents' sockets.
 */
export {
  type Change,
  type ChangedEntity,
  type ChangeSubscription,
  notifyChange,
  notifyChanges,
  publishChange,
  type SubscribeOptions,
  subscribeToChanges,
} from './change-feed.ts'
export { MIGRATING } from './migration-lock.ts'
export { createPool, type PoolOptions, valueTypes } from './pool.ts'
export { createReadReplica, followReplica, type ReadReplica, type ReplicaState } from './read-replica.ts'
export { type DatabaseRole, withRole } from './roles.ts'
