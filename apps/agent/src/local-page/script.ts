/** Run by the browser: takes the live parts anew every two seconds. Without it the page is made anew whole (see `layout.ts`). */
export const SCRIPT = `
(() => {
  const lost = document.getElementById('lost')
  const seen = () => document.getElementById('fresh-time')
  const look = async () => {
    try {
      const answer = await fetch('live', { cache: 'no-store', redirect: 'error' })
      if (answer.status === 403) return location.reload()
      if (!answer.ok) throw new Error(String(answer.status))
      const next = new DOMParser().parseFromString(await answer.text(), 'text/html')
      for (const part of document.querySelectorAll('[data-live]')) {
        const newer = next.getElementById(part.id)
        if (newer !== null && newer.innerHTML !== part.innerHTML) part.innerHTML = newer.innerHTML
      }
      lost.hidden = true
    } catch {
      document.getElementById('lost-time').textContent = seen().textContent
      lost.hidden = false
    }
    setTimeout(look, document.hidden ? 10000 : 2000)
  }
  setTimeout(look, 2000)
})()
`
