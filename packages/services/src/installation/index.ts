export { ensureInstallation, type Installation, type InstallationKind } from './ensure-installation.ts'
export { findInstallation } from './find-installation.ts'
