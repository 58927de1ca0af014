import { httpDoors, httpsDoors } from './doors/http-doors.ts'
import { startFar } from './far/start-far.ts'
import { testMatrix } from './matrix.ts'

testMatrix(await startFar(), [...httpDoors, ...httpsDoors])
