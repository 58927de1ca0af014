const { createServer } = require('node:http')
const { once } = require('node:events')

/** Serves HTTP on the loopback interface until the test file ends. A server that a test starts is not egress. */
async function serve(listener) {
  const server = createServer((request, response) => {
    response.setHeader('connection', 'close')
    listener(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  server.unref()
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

module.exports = { serve }
