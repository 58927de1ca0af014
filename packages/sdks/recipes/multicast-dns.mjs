import multicastDns from 'multicast-dns'

// Joins a multicast group as soon as the file is imported.
const mdns = multicastDns()
mdns.on('error', () => {})
mdns.on('warning', () => {})
const ready = new Promise((resolve) => mdns.once('ready', resolve))

export async function reach() {
  await ready
  await new Promise((resolve) => mdns.query('printer.local', 'A', resolve))
}

export function close() {
  mdns.destroy()
}
