import { startPreload } from './guard/install/start-preload.ts'

startPreload()
