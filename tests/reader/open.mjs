// Open an EPUB in a reading system, epub.js in Chromium, and tell what a reader sees of it.
//
//     node tests/reader/browse.mjs build/reader open FILE.epub [PICTURES]
//
// PICTURES is a folder that gets a picture of the first page of each section.
//
// Sizes are CSS pixels. A box is [left, top, right, bottom], counted from the top left corner of the section, whose
// pages stand beside each other, or below each other where lines are vertical. The JSON has:
//
//     direction  where pages turn to, ltr or rtl
//     page       width and height of a page
//     cover      width and height of the picture the reading system takes for the cover, or null
//     sections   in reading order: href, writing (mode), direction, blocks
//     contents   each line: label, depth from 1, shown (the text on the page it leads to)
//     faults     what went wrong in the browser
//
// and a block has:
//
//     tag, role  its element, and its class or an empty string
//     size, weight, box
//     characters [character, left, top, right, bottom] for all that are drawn, readings left out; the ends of
//                lines of verse are ["\n"]
//     readings   base, text, the boxes base_box and box, turning (how characters stand in vertical lines)
//     emphasis   text, marks (the style and the place of dots)
//     upright    text, box: short numbers in the room of one character
//     picture    width and height of an image's file, else null

import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'

const PAGE = { width: 480, height: 640 }

const READER = `<!DOCTYPE html>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<style>html, body, main { margin: 0; width: 100%; height: 100%; overflow: hidden }</style>
<main></main>
<script src="/jszip.js"></script>
<script src="/epub.js"></script>`

function serve(require, book) {
  const files = {
    '/': ['text/html', () => READER],
    '/jszip.js': ['text/javascript', () => readFile(require.resolve('jszip/dist/jszip.min.js'))],
    '/epub.js': ['text/javascript', () => readFile(require.resolve('@likecoin/epub-ts/umd'))],
    '/book.epub': ['application/epub+zip', () => readFile(book)],
  }
  return createServer(async (request, response) => {
    const file = files[request.url]
    if (!file) return response.writeHead(404).end()
    response.writeHead(200, { 'Content-Type': file[0] }).end(await file[1]())
  }).listen(0, '127.0.0.1')
}

// What follows runs in the browser.

async function openBook() {
  const opened = ePub.default('/book.epub', { openAs: 'epub' })
  const rendition = opened.renderTo(document.querySelector('main'), {
    width: '100%', height: '100%', flow: 'paginated', spread: 'none',
  })
  await rendition.display()
  await document.fonts.ready
  globalThis.reader = { book: opened, rendition }
  return { direction: rendition.settings.direction, cover: await sizeOfCover(), sections: opened.spine.length }

  async function sizeOfCover() {
    const address = await opened.coverUrl()
    if (!address) return null
    const image = new Image()
    image.src = address
    await image.decode()
    return [image.naturalWidth, image.naturalHeight]
  }
}

async function readSection(index) {
  await reader.rendition.display(index)
  const page = reader.rendition.getContents()[0].document
  const look = page.defaultView.getComputedStyle(page.body)
  const elements = [...page.body.querySelectorAll('h1, h2, h3, h4, h5, h6, p, hr, img')]
  return {
    href: reader.book.spine.get(index).href,
    writing: look.writingMode,
    direction: look.direction,
    blocks: elements.map(block),
  }

  function block(element) {
    const { fontSize, fontWeight } = styleOf(element)
    return {
      tag: element.localName,
      role: element.className,
      size: parseFloat(fontSize),
      weight: Number(fontWeight),
      box: boxOf(element),
      characters: charactersOf(element),
      readings: all(element, 'ruby', readingOf),
      emphasis: all(element, 'em', emphasisOf),
      upright: all(element, '.tcy', part => ({ text: part.textContent, box: boxOf(part) })),
      picture: element.localName === 'img' ? [element.naturalWidth, element.naturalHeight] : null,
    }
  }

  function all(element, selector, found) {
    return [...element.querySelectorAll(selector)].map(found)
  }

  function styleOf(element) {
    return page.defaultView.getComputedStyle(element)
  }

  function boxOf(thing) {
    const { left, top, right, bottom } = thing.getBoundingClientRect()
    return [left, top, right, bottom]
  }

  function readingOf(ruby) {
    const reading = ruby.querySelector('rt')
    const base = page.createRange()
    base.setStart(ruby, 0)
    base.setEndBefore(reading)
    return {
      base: base.toString(),
      text: reading.textContent,
      turning: styleOf(reading).textOrientation,
      base_box: boxOf(base),
      box: boxOf(reading),
    }
  }

  function emphasisOf(element) {
    const { textEmphasisStyle: style, textEmphasisPosition: place } = styleOf(element)
    return { text: charactersOf(element).map(([character]) => character).join(''), marks: [style, place] }
  }

  function charactersOf(element) {
    const found = []
    const walker = page.createTreeWalker(element, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, node =>
      node.localName === 'rt' ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.localName === 'br') found.push(['\n'])
      if (node.nodeType !== Node.TEXT_NODE) continue
      let start = 0
      for (const character of node.data) {
        const range = page.createRange()
        range.setStart(node, start)
        range.setEnd(node, start += character.length)
        const box = boxOf(range)
        if (box[2] > box[0] && box[3] > box[1]) found.push([character, ...box])
      }
    }
    return found
  }
}

function linesOfContents() {
  const found = []
  const walk = (items, depth) => {
    for (const { label, href, subitems } of items) {
      found.push({ label: label.trim(), href, depth })
      walk(subitems ?? [], depth + 1)
    }
  }
  walk(reader.book.navigation.toc, 1)
  return found
}

async function follow(href) {
  await reader.rendition.display(href)
  const { document: page, window } = reader.rendition.getContents()[0]
  const frame = window.frameElement.getBoundingClientRect()
  const isShown = ({ left, top, right, bottom }) => {
    const x = frame.left + (left + right) / 2
    const y = frame.top + (top + bottom) / 2
    return x > 0 && x < innerWidth && y > 0 && y < innerHeight
  }
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT)
  let shown = ''
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.localName === 'rt' || !node.data.trim()) continue
    for (let start = 0; start < node.length; start++) {
      const range = page.createRange()
      range.setStart(node, start)
      range.setEnd(node, start + 1)
      if (isShown(range.getBoundingClientRect())) shown += node.data[start]
    }
  }
  return shown
}

// What follows runs here.

async function readBook(tab, pictures) {
  const { direction, cover, sections: count } = await tab.evaluate(openBook)
  const sections = []
  for (let index = 0; index < count; index++) {
    sections.push(await tab.evaluate(readSection, index))
    if (pictures) await tab.screenshot({ path: join(pictures, `${sections[index].href}.png`) })
  }
  const contents = []
  for (const { label, href, depth } of await tab.evaluate(linesOfContents)) {
    contents.push({ label, depth, shown: await tab.evaluate(follow, href) })
  }
  return { direction, page: [PAGE.width, PAGE.height], cover, sections, contents }
}

export async function look(browser, require, book, pictures) {
  const server = serve(require, book)
  try {
    const tab = await browser.newPage()
    await tab.setViewport(PAGE)
    const faults = []
    const failed = new Promise((_, reject) => tab.on('pageerror', reject))
    tab.on('requestfailed', request => faults.push(`${request.url()}: ${request.failure().errorText}`))
    tab.on('response', response => response.ok() || faults.push(`${response.url()}: ${response.status()}`))
    const read = async () => {
      await tab.goto(`http://127.0.0.1:${server.address().port}/`)
      return readBook(tab, pictures)
    }
    // Where the reading system fails it would have us wait for ever.
    return { ...await Promise.race([read(), failed]), faults }
  } finally {
    server.close()
  }
}
