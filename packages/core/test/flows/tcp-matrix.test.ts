import { tcpDoors, tlsDoors } from './doors/tcp-doors.ts'
import { startFar } from './far/start-far.ts'
import { testMatrix } from './matrix.ts'

testMatrix(await startFar(), [...tcpDoors, ...tlsDoors])
