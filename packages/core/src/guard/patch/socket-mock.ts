import { builtins } from '../node/builtins.ts'

/**
 * Detects whether other code replaced the way sockets connect. Call it before the guard installs its own function, and
 * call the result afterwards to get the function that answers.
 *
 * Mocking libraries replace `net.Socket.prototype.connect`, before the guard or after it. Node's own function is
 * recognized by a name in its source. Where that name is gone the answer is yes, which costs time and changes no
 * verdict.
 */
export function watchForSocketMock(): () => () => boolean {
  const { net } = builtins
  const below = net.Socket.prototype.connect
  const isNodes = Function.prototype.toString.call(below).includes('netClientSocketChannel')
  return () => {
    const ours = net.Socket.prototype.connect
    return () => !isNodes || net.Socket.prototype.connect !== ours
  }
}
