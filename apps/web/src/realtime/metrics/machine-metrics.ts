import type { DiskForecast } from '@counterfoil/services/retention'
import { Gauge, type Registry } from 'prom-client'
import type { MachineFigures } from '../operations/read-machine.ts'
import { setOrRemove } from './chain-metrics.ts'

/** What this hub alone can tell, of its own machine and its connections. */
export function createMachineMetrics(registry: Registry) {
  const registers = [registry]
  const ofPlace = (name: string, help: string) =>
    new Gauge({ name: `counterfoil_${name}`, help, labelNames: ['place'], registers })
  const free = ofPlace('disk_free_bytes', 'Free on the disk of a folder the hub writes or watches')
  const size = ofPlace('disk_size_bytes', 'Size of that disk')
  const full = ofPlace(
    'disk_full_in_seconds',
    'Until that disk is full if it fills as in the last hours; absent while it does not',
  )
  const backup = new Gauge({
    name: 'counterfoil_backup_age_seconds',
    help: 'Since the newest backup in BACKUP_DIR; absent without that folder',
    registers,
  })
  const backupLog = new Gauge({
    name: 'counterfoil_backup_log_age_seconds',
    help: 'Since the database’s log was last brought into BACKUP_DIR; absent where that is no folder of counterfoil backup',
    registers,
  })
  const replica = new Gauge({
    name: 'counterfoil_replica_lag_seconds',
    help: 'How old what the replica shows is; absent without DATABASE_REPLICA_URL and while it does not answer',
    registers,
  })
  const replicaUp = new Gauge({
    name: 'counterfoil_replica_up',
    help: '1 while the replica answers; absent without DATABASE_REPLICA_URL',
    registers,
  })
  const classBytes = new Gauge({
    name: 'counterfoil_data_class_bytes',
    help: 'Room a class of data takes in the database, with its indexes',
    labelNames: ['class'],
    registers,
  })
  const classGrowth = new Gauge({
    name: 'counterfoil_data_class_growth_bytes_per_day',
    help: 'How it grew a day over the last month; absent before there are two days',
    labelNames: ['class'],
    registers,
  })
  const databaseFull = new Gauge({
    name: 'counterfoil_database_full_in_days',
    help: 'Until the disk of the database is full if it grows as over the last month; absent while it does not, or nobody sees it',
    registers,
  })
  for (const unknown of [backup, backupLog, replica, replicaUp, databaseFull]) unknown.remove()
  return {
    pool: new Gauge({
      name: 'counterfoil_database_pool_connections',
      help: 'Connections of the hub’s pool',
      labelNames: ['state'],
      registers,
    }),
    poolWaiting: new Gauge({
      name: 'counterfoil_database_pool_waiting',
      help: 'Questions that wait for a connection of the pool',
      registers,
    }),
    showForecast({ classes, fullInDays }: DiskForecast): void {
      for (const { name, bytes, bytesPerDay } of classes) {
        classBytes.set({ class: name }, bytes)
        if (bytesPerDay !== null) classGrowth.set({ class: name }, bytesPerDay)
      }
      setOrRemove(databaseFull, fullInDays)
    },
    show(figures: MachineFigures): void {
      free.reset()
      size.reset()
      full.reset()
      for (const { place, freeBytes, sizeBytes, fullInSeconds } of figures.disks) {
        free.set({ place }, freeBytes)
        size.set({ place }, sizeBytes)
        if (fullInSeconds !== null) full.set({ place }, fullInSeconds)
      }
      setOrRemove(backup, figures.backupAgeSeconds)
      setOrRemove(backupLog, figures.backupLogAgeSeconds)
      setOrRemove(replica, figures.replica?.lagSeconds ?? null)
      setOrRemove(replicaUp, figures.replica === null ? null : Number(figures.replica.lagSeconds !== null))
    },
  }
}
