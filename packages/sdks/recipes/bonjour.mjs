import { Bonjour } from 'bonjour-service'

export async function reach() {
  const bonjour = new Bonjour({}, () => {})
  const browser = bonjour.find({ type: 'http' })
  await new Promise((resolve) => setTimeout(resolve, 50))
  browser.stop()
  bonjour.destroy()
}
