// All uploads of this page; they go on while other views are looked at.
import {Upload} from '/assets/upload.js';

const listeners = new Set();
const all = [];
let told = false;

function changed() {
  listeners.forEach(listener => listener());
  const busy = all.some(each => each.active);
  if (busy !== told) {
    told = busy;
    busy ? addEventListener('beforeunload', ask) : removeEventListener('beforeunload', ask);
  }
}

function ask(event) {
  event.preventDefault();
}

export const uploads = {
  all: () => all,
  /** Begin to send something, or go on with it. */
  send(what) {
    const same = all.findIndex(each => each.what.print === what.print && !each.active);
    if (same >= 0) {
      all.splice(same, 1);
    }
    const upload = new Upload(what, changed);
    all.unshift(upload);
    upload.run();
    return upload;
  },
  drop(upload) {
    const at = all.indexOf(upload);
    if (at >= 0) {
      all.splice(at, 1);
      changed();
    }
  },
  /** For the rail: how far all that are under way are together. */
  summary() {
    const busy = all.filter(each => each.active);
    const size = busy.reduce((sum, each) => sum + each.what.size, 0);
    return size === 0 ? '' : `${Math.floor(busy.reduce((sum, each) => sum + each.sent, 0) / size * 100)} %`;
  },
  listen(listener, signal) {
    listeners.add(listener);
    signal?.addEventListener('abort', () => listeners.delete(listener));
  },
};
