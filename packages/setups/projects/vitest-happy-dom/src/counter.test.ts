import { setupCounter } from './counter.ts'

describe('counter', () => {
  const click = (url?: string) => {
    const button = document.createElement('button')
    setupCounter(button, url)
    button.click()
    return button
  }

  test('counts', () => {
    expect(click().innerHTML).toBe('Count is 1')
  })

  test('expects what it sends', async () => {
    const sent = () => fetch('http://usage.example/expected').catch(() => {})
    await expect(sent).toEgressTo('usage.example')
  })

  test('sends in silence', () => {
    expect(click('http://usage.example/clicks').innerHTML).toBe('Count is 1')
  })
})
