// A model card: foreign Markdown made into elements that can neither run nor load anything from elsewhere.
import {cardTools} from '/assets/libraries.js';
import {modelPath, path, query} from '/assets/api.js';

/** The front matter's lines, and the Markdown behind it. */
function split(text) {
  const front = /^\uFEFF?---\r?\n[\s\S]*?\r?\n---\r?(?:\n|$)/.exec(text);
  return front ? text.slice(front[0].length) : text;
}

let hooked;
let files;

/** A relative path of the card as a path in the model; empty for what is none, or would lead out of it once it is decoded. */
function pathOf(target) {
  try {
    const names = new URL(target, 'file:///').pathname.split('/').filter(name => name !== '').map(decodeURIComponent);
    return names.some(name => name === '.' || name === '..' || name.includes('/')) ? '' : names.join('/');
  } catch {
    return '';
  }
}

/** Where a relative path of the card leads; empty for what is not in the model. */
function within(target) {
  try {
    const url = new URL(target, 'file:///');
    if (url.protocol !== 'file:' || url.host !== '') {
      return '';
    }
    const inside = pathOf(target);
    return inside === '' ? '' : `${files.base}/files/${path(...inside.split('/'))}${files.query}`;
  } catch {
    return '';
  }
}

function isOutside(target) {
  return /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(target);
}

function picture(node) {
  const target = node.getAttribute('src') ?? '';
  node.removeAttribute('srcset');
  node.setAttribute('loading', 'lazy');
  if (/^data:image\//i.test(target)) {
    return;
  }
  const known = files.paths;
  const inside = isOutside(target) ? '' : within(target);
  const plain = inside === '' ? '' : pathOf(target);
  if (inside !== '' && (known === undefined || known.has(plain))) {
    node.setAttribute('src', inside);
    return;
  }
  // Nothing is fetched from elsewhere: whoever wants the picture follows the link.
  const text = node.getAttribute('alt')?.trim() || 'picture';
  const linked = isOutside(target) && /^https?:|^\/\//i.test(target) && node.closest('a') === null;
  const stand = document.createElement(linked ? 'a' : 'span');
  stand.className = 'outside';
  stand.textContent = text;
  if (linked) {
    outward(stand, target);
  }
  node.replaceWith(stand);
}

function outward(anchor, target) {
  anchor.setAttribute('href', target);
  anchor.setAttribute('target', '_blank');
  anchor.setAttribute('rel', 'noopener noreferrer');
}

function anchor(node) {
  const target = node.getAttribute('href');
  if (target === null) {
    return;
  }
  if (target.startsWith('#')) {
    // What is behind the # is the page's own address.
    node.removeAttribute('href');
  } else if (isOutside(target)) {
    outward(node, target);
  } else {
    const inside = within(target);
    inside === '' ? node.removeAttribute('href') : node.setAttribute('href', inside);
  }
}

function dress(node) {
  if (node.nodeName === 'IMG') {
    picture(node);
  } else if (node.nodeName === 'A') {
    anchor(node);
  } else if (node.nodeName === 'PRE') {
    node.setAttribute('tabindex', '0');
  }
}

/**
 * The card as elements.
 *
 * @param known the paths of all files, where that is known
 */
export async function cardOf(text, {name, commit, known}) {
  const {Marked, purify} = await cardTools();
  if (!hooked) {
    hooked = true;
    purify.addHook('afterSanitizeAttributes', dress);
  }
  files = {base: modelPath(name), query: query({revision: commit}), paths: known};
  const marked = new Marked({gfm: true});
  // The page has its own first heading.
  marked.use({walkTokens: token => {
    if (token.type === 'heading') {
      token.depth = Math.min(6, token.depth + 1);
    } else if (token.type === 'html') {
      // Handlers are taken out below, and the page's policy runs none; browsers complain of them where they only read them.
      token.text = token.text.replace(/<[^>]*>/g, tag => tag.replace(/([\s"'/])on[a-z]+\s*=/gi, '$1data-off='));
    }
  }});
  const fragment = purify.sanitize(marked.parse(split(text)), {
    RETURN_DOM_FRAGMENT: true,
    USE_PROFILES: {html: true},
    FORBID_TAGS: ['style', 'form', 'button', 'select', 'textarea', 'input', 'audio', 'video', 'source', 'track', 'dialog', 'picture'],
    ALLOW_DATA_ATTR: false,
    FORBID_ATTR: ['style', 'class', 'background', 'poster', 'tabindex', 'accesskey', 'role', 'hidden'],
    SANITIZE_NAMED_PROPS: true,
  });
  for (const table of fragment.querySelectorAll('table')) {
    const scroll = document.createElement('div');
    scroll.className = 'scroll';
    scroll.tabIndex = 0;
    table.replaceWith(scroll);
    scroll.append(table);
  }
  fragment.querySelectorAll('a:not([href])').forEach(each => each.textContent.trim() === '' && each.remove());
  fragment.querySelectorAll('img:not([alt])').forEach(each => each.setAttribute('alt', ''));
  return fragment;
}
