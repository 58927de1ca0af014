import { render } from 'preact'
import { readEvidence } from './evidence/read-evidence.ts'
import { App } from './views/app.tsx'
import './styles/page.css'

const place = document.querySelector('#page')
const evidence = readEvidence(document.querySelector('#evidence')?.textContent ?? '')
if (place) {
  place.replaceChildren()
  render(<App evidence={evidence} />, place)
}
