import { udpDoors } from './doors/udp-doors.ts'
import { startFar } from './far/start-far.ts'
import { testMatrix } from './matrix.ts'

testMatrix(await startFar(), udpDoors)
