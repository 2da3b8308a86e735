// One lane of an upload: reads a chunk, hashes it and sends it, away from the page's own thread.
import '/assets/sha256-0.11.1.js';

async function hash(buffer) {
  if (self.crypto?.subtle) {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', buffer));
    return Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join('');
  }
  // Without TLS, away from this machine, browsers keep their own from us.
  return self.sha256(buffer);
}

let under;

function send(url, buffer, digest, number) {
  return new Promise(resolve => {
    const request = new XMLHttpRequest();
    under = request;
    request.open('PUT', url);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('X-Chunk-Sha256', digest);
    request.upload.onprogress = event => postMessage({kind: 'progress', number, loaded: event.loaded});
    request.onload = () => resolve({status: request.status, text: request.responseText});
    request.onerror = () => resolve({status: 0, text: ''});
    request.onabort = () => resolve({status: -1, text: ''});
    request.send(buffer);
  });
}

self.onmessage = async ({data}) => {
  if (data.kind === 'stop') {
    under?.abort();
    return;
  }
  const {number, url, blob} = data;
  let buffer;
  try {
    buffer = await blob.arrayBuffer();
  } catch (failure) {
    postMessage({kind: 'unreadable', number, text: failure.message});
    return;
  }
  if (buffer.byteLength !== data.size) {
    postMessage({kind: 'unreadable', number, text: 'It has another size now.'});
    return;
  }
  const digest = await hash(buffer);
  if (data.kind === 'hash') {
    postMessage({kind: 'hashed', number, digest});
    return;
  }
  postMessage({kind: 'sent', number, digest, ...await send(url, buffer, digest, number)});
};
