/**
 * @format
 */

import React from 'react'
import ReactTestRenderer from 'react-test-renderer'
import App from '../App'

test('renders correctly', async () => {
  await ReactTestRenderer.act(() => {
    ReactTestRenderer.create(<App />)
  })
})

test('renders with reports', async () => {
  await ReactTestRenderer.act(() => {
    ReactTestRenderer.create(<App reports />)
  })
})

test('uses the fetch of the preset', async () => {
  expect(typeof fetch).toBe('function')
})
