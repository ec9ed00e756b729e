// Open pages of HTML in Chromium, as different readers would, and print what each of them sees, as JSON.
//
//     node tests/reader/html.mjs build/reader ASKED
//
// The first argument is where npm put the packages of package.json. PUPPETEER_EXECUTABLE_PATH names the browser, if it
// is not /usr/bin/chromium. ASKED is JSON, a list of readers, each with
//
//     page           the file
//     width, height  of the window, in CSS pixels (1000 by 800)
//     dark           whether the reader likes it dark
//     media          screen or print (screen)
//     judge          whether axe is asked
//     picture        the file to put a picture of what is seen in, if any
//     pdf            the file to print to, if any
//
// The JSON has:
//
//     faults     what went wrong in the browser, and what was asked of any server
//     seen       what each reader sees:
//       writing, ink, paper   direction of lines, colours of text and page
//       scroll      [left, top] of where the page is opened, [width, height] of all of it
//       blocks      for each heading, paragraph and rule: tag, role, anchor, size, weight, indent, align, look (the
//                   family), box, lines (the boxes of its lines), break (before it)
//       readings    base, text, the boxes base_box and box, brackets (whether they are seen)
//       emphasis    text, family, style, marks
//       upright     text, box: short numbers in the room of one character
//       navigation  whether the contents are seen, and [text, address, text at the address] of each of its links
//       violations  of rules of axe, if it was asked

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const [packages, asked] = process.argv.slice(2)
const require = createRequire(resolve(packages, 'package.json'))

// What follows runs in the browser.

function look() {
  const root = getComputedStyle(document.documentElement)
  const { scrollLeft, scrollTop, scrollWidth, scrollHeight } = document.scrollingElement
  return {
    writing: getComputedStyle(document.body).writingMode,
    ink: root.color,
    paper: root.backgroundColor,
    scroll: [[scrollLeft, scrollTop], [scrollWidth, scrollHeight]],
    blocks: all('h1, h2, h3, h4, h5, h6, header p, main p, hr', block),
    readings: all('ruby', reading),
    emphasis: all('em', emphasis),
    upright: all('.tcy', part => ({ text: part.textContent, box: boxOf(part) })),
    navigation: navigation(document.querySelector('nav')),
  }

  function all(selector, found) {
    return [...document.querySelectorAll(selector)].map(found)
  }

  function boxOf(thing) {
    const { left, top, right, bottom } = thing.getBoundingClientRect()
    return [left, top, right, bottom]
  }

  function block(element) {
    const style = getComputedStyle(element)
    const inside = document.createRange()
    inside.selectNodeContents(element)
    return {
      tag: element.localName,
      role: element.className,
      anchor: element.id,
      size: parseFloat(style.fontSize),
      weight: Number(style.fontWeight),
      indent: parseFloat(style.textIndent),
      align: style.textAlign,
      look: style.fontFamily,
      break: style.breakBefore,
      box: boxOf(element),
      lines: [...inside.getClientRects()].map(({ left, top, right, bottom }) => [left, top, right, bottom]),
    }
  }

  function reading(ruby) {
    const text = ruby.querySelector('rt')
    const base = document.createRange()
    base.setStart(ruby, 0)
    base.setEnd(ruby, 1)
    return {
      base: base.toString(),
      text: text.textContent,
      brackets: [...ruby.querySelectorAll('rp')].some(bracket => getComputedStyle(bracket).display !== 'none'),
      base_box: boxOf(base),
      box: boxOf(text),
    }
  }

  function emphasis(element) {
    const { fontFamily, fontStyle, textEmphasisStyle, textEmphasisPosition } = getComputedStyle(element)
    return {
      text: element.textContent,
      family: fontFamily,
      style: fontStyle,
      marks: [textEmphasisStyle, textEmphasisPosition],
    }
  }

  function navigation(nav) {
    if (!nav) return null
    const links = [...nav.querySelectorAll('a')].map(link => [
      link.textContent, link.getAttribute('href'), document.querySelector(link.getAttribute('href'))?.textContent,
    ])
    return { shown: nav.checkVisibility(), links }
  }
}

async function judge() {
  const { violations } = await axe.run(document, { resultTypes: ['violations'] })
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map(node => node.html).join(' ')}`)
}

// What follows runs here.

let address

async function see(tab, { page, width = 1000, height = 800, dark, media = 'screen', picture, pdf, ...wanted }) {
  const client = await tab.createCDPSession()
  const features = [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }]
  await client.send('Emulation.setEmulatedMedia', { media, features })
  await tab.setViewport({ width, height })
  address = pathToFileURL(resolve(page)).href
  await tab.goto(address)
  await tab.evaluate(() => document.fonts.ready)
  const seen = await tab.evaluate(look)
  if (picture) await tab.screenshot({ path: picture })
  if (pdf) await tab.pdf({ path: pdf, preferCSSPageSize: true })
  return wanted.judge ? { ...seen, violations: await violations(tab) } : seen
}

async function violations(tab) {
  await tab.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'))
  return tab.evaluate(judge)
}

const { default: puppeteer } = await import(pathToFileURL(require.resolve('puppeteer-core')))
const browser = await puppeteer.launch({
  executablePath: process.env.PUPPETEER_EXECUTABLE_PATH ?? '/usr/bin/chromium',
  // In a container there is no sandbox to be had, and the page is our own.
  args: ['--no-sandbox'],
})
try {
  const tab = await browser.newPage()
  const faults = []
  tab.on('pageerror', error => faults.push(`${error}`))
  tab.on('console', message => faults.push(`${message.type()}: ${message.text()}`))
  tab.on('dialog', dialog => faults.push(`dialog: ${dialog.message()}`))
  tab.on('request', request => /^data:|#/u.test(request.url()) || request.url() === address
    || faults.push(`asked for ${request.url()}`))
  const seen = []
  for (const reader of JSON.parse(asked)) seen.push(await see(tab, reader))
  console.log(JSON.stringify({ seen, faults }))
} finally {
  await browser.close()
}
