import { builtins } from '../node/builtins.ts'

/**
 * Watches for functions of somebody else in the way sockets connect. Called before the guard's own is installed, it
 * returns a function to call after, which returns the question.
 *
 * Mocking libraries replace `net.Socket.prototype.connect`, before the guard or after it. Node's own function is known by a
 * name it uses: where that is gone, the answer is yes, which costs time and changes no verdict.
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
