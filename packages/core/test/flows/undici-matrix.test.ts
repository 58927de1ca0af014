import { undiciDoors } from './doors/undici-doors.ts'
import { startFar } from './far/start-far.ts'
import { testMatrix } from './matrix.ts'

testMatrix(await startFar(), undiciDoors)
