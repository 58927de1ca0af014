import net from 'node:net'
import type { Duplex } from 'node:stream'
import { Agent as AgentBase } from 'agent-base9'

export { AgentBase }

/** What packages derive from agent-base. */
export class BasedAgent extends AgentBase {
  override connect(_request: unknown, options: object): Duplex {
    return net.connect(options as net.NetConnectOpts)
  }
}
