// The place to drop things on, what is about to be sent, and what is under way.
import {html, nothing} from '/assets/libraries.js';
import {get, path, remove} from '/assets/api.js';
import {ofDrop, ofInput, packed} from '/assets/dropped.js';
import {age, bytes, duration, speed, whole} from '/assets/format.js';
import {icons} from '/assets/icons.js';
import {complain, progress, trying} from '/assets/parts.js';
import {saved} from '/assets/saved-uploads.js';
import {uploads} from '/assets/uploads.js';

const STATES = {asking: 'Asking the dock', sending: 'Sending', waiting: 'Waiting', completing: 'All is there; telling the dock', done: 'Sent', failed: 'It failed', stopped: 'Stopped'};

/** Everything about sending files, as a function that draws it. */
export function drop(draw, signal) {
  const state = {over: false, ready: undefined, name: '', known: {}};

  async function take(finding) {
    try {
      const what = packed(await finding);
      state.ready = what;
      state.name = what.base;
      if (saved.of(what.print)) {
        // Somebody has begun with this before: there is nothing to ask.
        send();
      }
    } catch (failure) {
      complain(failure);
    }
    draw();
  }

  function send() {
    const {base, ...what} = state.ready;
    const before = saved.of(what.print);
    const name = before?.name ?? `${state.name.trim() || base}.${what.extension}`;
    state.ready = undefined;
    uploads.send({...what, name, label: name});
    draw();
  }

  /** How far those are that were begun before. */
  async function look() {
    for (const each of saved.all()) {
      if (uploads.all().some(upload => upload.what.print === each.print)) {
        continue;
      }
      try {
        state.known[each.session] = await get(`/api/public/files/session/${path(each.session)}`, signal);
      } catch (failure) {
        if (failure.status === 404 || failure.status === 410) {
          saved.forget(each.session);
        } else {
          complain(failure);
        }
      }
    }
    draw();
  }

  const on = {
    over(event) {
      event.preventDefault();
      if (!state.over) {
        state.over = true;
        draw();
      }
    },
    leave() {
      state.over = false;
      draw();
    },
    drop(event) {
      event.preventDefault();
      state.over = false;
      take(ofDrop(event.dataTransfer));
    },
    choose(event) {
      const found = ofInput(event.target);
      if (found.length > 0) {
        take(Promise.resolve(found));
      }
      event.target.value = '';
    },
    name(event) {
      state.name = event.target.value;
    },
    send(event) {
      event.preventDefault();
      send();
    },
    forget() {
      state.ready = undefined;
      draw();
    },
    giveUp: session => trying(async () => {
      saved.forget(session);
      draw();
      await remove(`/api/public/files/session/${path(session)}`);
    }),
  };

  if (saved.all().length > 0) {
    look();
  }
  // A drop beside the place must not make the browser leave the page.
  for (const type of ['dragover', 'drop']) {
    window.addEventListener(type, event => event.preventDefault(), {signal});
  }
  return () => html`${zone(state, on)}${state.ready ? ready(state, on) : nothing}
    ${uploads.all().map(one)}${unfinished(state, on)}`;
}

function zone(state, on) {
  return html`<div class="drop ${state.over ? 'over' : ''}" @dragover=${on.over} @dragleave=${on.leave} @drop=${on.drop}>
    ${icons.drop}<h2>Drop a model here</h2>
    <p class="muted">A folder, an archive (tar, zip, gz, zst, xz), or files of any size. It is sent in pieces, each with its hash,
      and goes on where it stopped.</p>
    <div class="actions">
      <label class="button primary">Choose files<input type="file" multiple class="off-screen" @change=${on.choose}></label>
      <label class="button">Choose a folder<input type="file" webkitdirectory class="off-screen folder" @change=${on.choose}></label></div></div>`;
}

function ready({ready: what, name}, on) {
  return html`<form class="panel upload" @submit=${on.send}><h3>Ready to send</h3>
    <div class="field"><label for="upload-name">Name of the model</label>
      <input id="upload-name" .value=${name} @input=${on.name} required maxlength="200" autocomplete="off"></div>
    <p class="num">${whole(what.files)} ${what.files === 1 ? 'file' : 'files'}, ${bytes(what.size)}${what.folder ? ' as a tar that is made while it is sent' : ''}${what.left
      ? html` <span class="muted">(${whole(what.left)} left out: .git, .cache, .DS_Store and the like)</span>` : nothing}</p>
    <div class="actions"><button type="submit">Send it</button><button type="button" @click=${on.forget}>Not this one</button></div></form>`;
}

function one(upload) {
  const {what, state} = upload;
  const buttons = [];
  if (['sending', 'waiting'].includes(state)) {
    buttons.push(html`<button type="button" @click=${() => upload.stop()}>Stop for now</button>`);
  }
  if (['stopped', 'failed'].includes(state)) {
    buttons.push(html`<button type="button" @click=${() => upload.run()}>Go on</button>`);
  }
  if (state === 'done') {
    buttons.push(html`<a class="button primary" href=${`#/jobs/${path(upload.job)}`}>See it being unpacked</a>
      <button type="button" class="quiet" @click=${() => uploads.drop(upload)}>Close</button>`);
  } else {
    buttons.push(html`<button type="button" class="quiet" @click=${trying(async () => {
      uploads.drop(upload);
      await upload.giveUp();
    })}>Give up</button>`);
  }
  return html`<section class="panel upload" aria-label=${`Upload of ${what.label}`}><h3>${what.label}</h3>
    ${progress(upload.percent, `Upload of ${what.label}`, {done: 'good', failed: 'bad', stopped: 'idle'}[state] ?? '')}
    <p class="under num"><span>${STATES[state]} · ${upload.percent} % · ${bytes(upload.sent)} of ${bytes(what.size)}${upload.resumedFrom
      ? ` (${bytes(upload.resumedFrom)} were here)` : ''}</span>
      <span>${state === 'sending' && upload.speed > 0 ? `${speed(upload.speed)} · ${duration(upload.left)} left` : ''}</span></p>
    <p class=${state === 'failed' ? 'refusal' : 'muted'} role=${state === 'failed' ? 'alert' : nothing}>${upload.sentence}</p>
    <div class="actions">${buttons}</div></section>`;
}

function unfinished(state, on) {
  const open = saved.all().filter(each => !uploads.all().some(upload => upload.what.print === each.print));
  return open.map(each => {
    const status = state.known[each.session];
    const percent = status ? Math.floor(status.receivedBytes / each.size * 100) : 0;
    return html`<section class="panel upload unfinished" aria-label=${`Unfinished upload of ${each.label}`}><h3>${each.label}</h3>
      ${progress(percent, `Unfinished upload of ${each.label}`, 'idle')}
      <p class="under num"><span>Drop it again to go on, ${status ? `${percent} % is here` : 'part of it is here'}.</span>
        <span>${bytes(each.size)}, begun ${age(each.at)}</span></p>
      <div class="actions"><button type="button" class="quiet" @click=${on.giveUp(each.session)}>Give up</button></div></section>`;
  });
}
