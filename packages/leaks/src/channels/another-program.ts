import { programCells } from '../clients/program-cells.ts'
import { testChannel } from '../test-channel.ts'

// Nothing of Node's is in there.
testChannel(
  'another program',
  programCells('/bin/bash', ({ ports }) => ['-c', `exec 3<>/dev/tcp/127.0.0.1/${ports.tcp} && echo hello >&3`]),
)
