import { createInstallation, createStore } from '@counterfoil/db/testing'
import { peopleScenes, withGuest } from './scenes/people.ts'
import { openLogScene } from './support/log-scene.ts'
import { playScenes } from './support/play-scenes.ts'

playScenes(
  'people',
  async () => {
    const bed = await openLogScene({
      async begin({ database, counterfoil }) {
        await createInstallation(database.db)
        return JSON.parse(await counterfoil(['setup-link', '--json'])).url.split('/setup/')[1]
      },
    })
    await createStore(bed.database.db, { country: 'DE' })
    return withGuest(bed)
  },
  peopleScenes,
)
