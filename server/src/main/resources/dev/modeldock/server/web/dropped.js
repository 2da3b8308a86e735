// What somebody dropped or chose, as one thing to send: a file as it is, or a tar of several.
import {printOf} from '/assets/saved-uploads.js';
import {Tar} from '/assets/tar.js';

const MOST_FILES = 100000;
/** What file systems and version control leave beside the files that are meant. */
const LITTER = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|\.git\/.*|\.cache\/.*|__MACOSX\/.*|\._[^/]*)$/;

const asFile = entry => new Promise((resolve, reject) => entry.file(resolve, reject));

async function walk(entry, into) {
  if (into.length > MOST_FILES) {
    throw new Error(`There are more than ${MOST_FILES} files in it. Pack it into a tar first, and drop that.`);
  }
  if (entry.isFile) {
    into.push({path: entry.fullPath.replace(/^\//, ''), file: await asFile(entry)});
    return;
  }
  const reader = entry.createReader();
  // A directory is told in pieces of a hundred; an empty one is the last.
  for (;;) {
    const piece = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (piece.length === 0) {
      return;
    }
    for (const each of piece) {
      await walk(each, into);
    }
  }
}

/** All files of a drop. Its entries have to be taken before anything is waited for. */
export async function ofDrop(transfer) {
  const entries = [...transfer.items].filter(item => item.kind === 'file').map(item => item.webkitGetAsEntry?.() ?? item.getAsFile());
  const found = [];
  for (const entry of entries) {
    if (entry instanceof File) {
      found.push({path: entry.name, file: entry});
    } else if (entry) {
      await walk(entry, found);
    }
  }
  return found;
}

export const ofInput = input => [...input.files].map(file => ({path: file.webkitRelativePath || file.name, file}));

function extensionOf(name) {
  const lower = name.toLowerCase();
  const packed = /\.(tar\.(?:gz|zst|zstd|xz|bz2)|tgz|tbz2|txz)$/.exec(lower);
  return packed ? packed[1] : lower.includes('.') ? lower.slice(lower.lastIndexOf('.') + 1) : '';
}

/** The folder that all paths lie in, or nothing. */
function common(paths) {
  const first = paths[0].split('/')[0];
  return paths[0].includes('/') && paths.every(path => path.startsWith(`${first}/`)) ? first : '';
}

/** One thing to send, with a name to propose, and what is left out of it. */
export function packed(found) {
  const kept = found.filter(({path}) => !LITTER.test(path));
  const left = found.length - kept.length;
  if (kept.length === 0) {
    throw new Error('There is no file in what was dropped.');
  }
  if (kept.length === 1 && !kept[0].path.includes('/')) {
    return {...single(kept[0].file), left};
  }
  const folder = common(kept.map(({path}) => path));
  const files = kept
    .map(({path, file}) => ({path: folder ? path.slice(folder.length + 1) : path, size: file.size, modified: file.lastModified, blob: file}))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const tar = new Tar(files);
  return {base: folder || 'upload', extension: 'tar', files: files.length, size: tar.size, left, folder: true,
    print: printOf(files), slice: (from, to) => tar.slice(from, to)};
}

function single(file) {
  const extension = extensionOf(file.name);
  return {base: extension ? file.name.slice(0, -extension.length - 1) : file.name, extension, files: 1, size: file.size, folder: false,
    print: printOf([{path: file.name, size: file.size, modified: file.lastModified}]), slice: (from, to) => file.slice(from, to)};
}
