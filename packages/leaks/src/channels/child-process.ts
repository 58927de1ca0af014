import { programCells } from '../clients/program-cells.ts'
import { testChannel } from '../test-channel.ts'

testChannel(
  'child process',
  programCells(process.execPath, ({ ports }) => [
    '--eval',
    `require('node:http').get('http://127.0.0.1:${ports.http}/path', (response) => response.resume())
      .on('error', () => { process.exitCode = 1 })`,
  ]),
)
