const { Writable } = require('node:stream')
const attempt = require('./job.cjs')

const write = async (done) => {
  await attempt()
  done()
}

/** What thread-stream loads in its worker. */
module.exports = () => new Writable({ write: (chunk, encoding, done) => void write(done) })
