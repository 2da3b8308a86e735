// All jobs, newest first; those that run move by themselves.
import {html, nothing, render} from '/assets/libraries.js';
import {get, path, query} from '/assets/api.js';
import {age, whole} from '/assets/format.js';
import {controls, howFar, kindOf, stateBadge, told} from '/assets/job-parts.js';
import {listen} from '/assets/live.js';
import {complain, empty, framed, lines, pager, settled, waiting} from '/assets/parts.js';
import {link} from '/assets/place.js';

const SIZE = 50;
const STATES = [['', 'All'], ['running', 'Running'], ['pending', 'Waiting'], ['paused', 'Paused'], ['failed', 'Failed'], ['done', 'Done'], ['canceled', 'Cancelled']];

export function view(root, place, signal) {
  const state = {asked: place.query, page: undefined};
  const draw = framed(() => render(page(state, replace), root));
  let latest = 0;

  async function load() {
    const mine = ++latest;
    try {
      const {state: which, page: number} = state.asked;
      const found = await get(`/v1/jobs${query({state: which, page: number, size: SIZE})}`, signal);
      if (mine === latest) {
        state.page = found;
        draw();
      }
    } catch (failure) {
      complain(failure);
    }
  }

  function replace(job) {
    const at = state.page?.items.findIndex(each => each.id === job.id) ?? -1;
    if (at >= 0) {
      state.page.items[at] = job;
      draw();
    }
    return at >= 0;
  }

  const reload = settled(load, 400);

  /** What moved in the list is drawn at once; what comes or goes, or can be told other things now, is asked for. */
  function hear(type, body) {
    if (type === 'reset') {
      reload();
    } else if (type.startsWith('job.')) {
      const shown = state.page?.items.find(each => each.id === body.job);
      if (shown) {
        replace(told(shown, body));
      }
      if (type === 'job.created' || type === 'job.ended' || (shown && shown.state !== body.state) || (type === 'job.state' && state.asked.state)) {
        reload();
      }
    }
  }

  listen(hear, signal);
  document.title = 'Jobs · Modeldock';
  draw();
  load();
  return {
    update(next) {
      state.asked = next.query;
      draw();
      load();
    },
  };
}

function page({asked, page: found}, replace) {
  const chosen = asked.state ?? '';
  return html`<div class="head"><h1>Jobs</h1>${found ? html`<span class="muted num">${whole(found.total)}</span>` : nothing}</div>
    <nav class="states" aria-label="States">${STATES.map(([word, label]) => html`<a href=${link(['jobs'], {state: word})}
      aria-current=${word === chosen ? 'true' : nothing}>${label}</a>`)}</nav>
    ${found === undefined ? waiting(10) : found.items.length > 0 ? table(found, asked, replace) : none(chosen)}`;
}

function table(found, asked, replace) {
  return html`<table class="rows jobs">
    <thead><tr><th>What</th><th>State</th><th>Progress</th><th class="num">Attempts</th><th>Began</th><th><span class="off-screen">Actions</span></th></tr></thead>
    <tbody>${found.items.map(job => html`<tr>
      <td class="name"><a href=${`#/jobs/${path(job.id)}`}>${job.tag || job.id}</a><span class="kind muted">${kindOf(job)}</span></td>
      <td>${stateBadge(job)}</td><td class="wide">${howFar(job)}</td>
      <td class="num" data-label="Attempts">${job.attempts}</td><td class="nowrap" data-label="Began">${age(job.createdAt)}</td>
      <td><div class="actions">${controls(job, replace)}</div></td></tr>`)}</tbody></table>${pager(found, ['jobs'], asked)}`;
}

function none(chosen) {
  return chosen
    ? empty('No job is in this state', html`<a href="#/jobs">Show all jobs</a>.`)
    : empty('No jobs yet', html`Work that takes longer than a request is listed here: imports, exports, trainings. <a href="#/add">Add a model</a>, or paste this:`,
      lines(`curl -X POST ${location.origin}/v1/upload/huggingface \\\n  -H 'Content-Type: application/json' \\\n  -d '{"model_tag": "google-bert/bert-base-uncased"}'`, 'import a model'));
}
