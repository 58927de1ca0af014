import multicastDns from 'multicast-dns'

// Joins a multicast group as soon as the file is imported. It would join again every five seconds: how often depends on how long
// the tests take.
const { setInterval } = globalThis
globalThis.setInterval = () => undefined
const mdns = multicastDns()
mdns.on('error', () => {})
mdns.on('warning', () => {})
const ready = new Promise((resolve) => mdns.once('ready', resolve)).finally(() => {
  globalThis.setInterval = setInterval
})

export async function reach() {
  await ready
  await new Promise((resolve) => mdns.query('printer.local', 'A', resolve))
}

export function close() {
  mdns.destroy()
}
