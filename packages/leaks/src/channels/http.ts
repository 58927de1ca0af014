import { httpCells } from '../clients/http-cells.ts'
import { testChannel } from '../test-channel.ts'

testChannel('http', httpCells('http', '/path'))
