import { fetchCells } from '../clients/fetch-cells.ts'
import { testChannel } from '../test-channel.ts'

testChannel('fetch', fetchCells('/path'))
