import { once } from 'node:events'
import { createServer } from 'node:http'

/** Serves HTTP on the loopback interface until the test ends. A server that a test starts is not egress. */
export async function serve(test, listener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  test.after(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${server.address().port}`
}
