/** The unit `counterfoil-backup`: `counterfoil backup run` into the folder the settings name, for as long as this runs. */
const { BACKUP_DIR, BACKUP_KEEP_DAYS } = process.env
if (!BACKUP_DIR) throw new Error('BACKUP_DIR is not set: it names a folder that "counterfoil backup init" made')
process.argv.push('backup', 'run', BACKUP_DIR, ...(BACKUP_KEEP_DAYS ? ['--keep', BACKUP_KEEP_DAYS] : []))
await import('../../../apps/cli/src/main.ts')
