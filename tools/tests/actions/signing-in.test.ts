import { signInScenes } from './scenes/sign-in.ts'
import { openLogScene } from './support/log-scene.ts'
import { playScenes } from './support/play-scenes.ts'

playScenes('signing in', openLogScene, signInScenes)
