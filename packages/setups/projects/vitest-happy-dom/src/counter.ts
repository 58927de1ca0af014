export function setupCounter(element: HTMLButtonElement, url?: string) {
  let counter = 0
  element.addEventListener('click', () => {
    counter += 1
    element.innerHTML = `Count is ${counter}`
    if (url) void fetch(url).catch(() => {})
  })
}
