import { prepareChain } from '../../launcher/prepare-chain.ts'
import { exceptionScenes } from './scenes/exceptions.ts'
import { fundsScenes } from './scenes/funds.ts'
import { fundsExportScenes } from './scenes/funds-exports.ts'
import { fundsFileScenes } from './scenes/funds-files.ts'
import { fundsPullScenes } from './scenes/funds-pulls.ts'
import { hubScenes, installationScenes, lossScenes } from './scenes/installation.ts'
import { ORIGIN, openLogScene } from './support/log-scene.ts'
import { playScenes } from './support/play-scenes.ts'

const OPTIONS = {
  dataFolder: '/nowhere',
  webPort: 3000,
  hubPort: 4000,
  host: '127.0.0.1',
  ownAddress: '127.0.0.1',
  publicOrigin: ORIGIN,
  hubCertificate: undefined,
  databaseUrl: undefined,
  demo: false,
  demoDays: 0,
  development: false,
}

playScenes(
  'the installation and its hubs',
  () =>
    openLogScene({
      async begin({ database }) {
        const { setupLink } = await prepareChain(OPTIONS, database.url, () => {}, new AbortController().signal)
        return setupLink?.split('/setup/')[1] ?? ''
      },
    }),
  [
    ...lossScenes,
    ...installationScenes,
    ...fundsScenes,
    ...fundsFileScenes,
    ...fundsPullScenes,
    ...exceptionScenes,
    ...fundsExportScenes,
    ...hubScenes,
  ],
)
