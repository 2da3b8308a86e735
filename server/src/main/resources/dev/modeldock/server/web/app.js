// The beginning: who is there, then the shell, then the view that the address names.
import {get} from '/assets/api.js';
import {begin, end} from '/assets/live.js';
import {here} from '/assets/place.js';
import {complain} from '/assets/parts.js';
import {Shell} from '/assets/shell.js';
import {signIn} from '/assets/sign-in.js';

const views = {
  models: () => import('/assets/models.js'),
  model: () => import('/assets/model.js'),
  add: () => import('/assets/add.js'),
  jobs: () => import('/assets/jobs.js'),
  job: () => import('/assets/job.js'),
  sources: () => import('/assets/sources.js'),
};

const shell = new Shell(document.getElementById('app'));
let open = {key: '', controller: new AbortController(), view: undefined};
let turn = 0;

/** Which view a place means, and what of it must stay the same for the view to stay. */
function viewOf(place) {
  const [word = 'models', ...rest] = place.parts;
  if (word === 'models' && rest.length >= 2) {
    return {word: 'model', rail: 'models', key: `model/${rest[0]}/${rest[1]}`};
  }
  if (word === 'jobs' && rest.length >= 1) {
    return {word: 'job', rail: 'jobs', key: `job/${rest[0]}`};
  }
  return views[word] ? {word, rail: word, key: word} : {word: 'models', rail: 'models', key: 'models'};
}

async function show() {
  const place = here();
  const wanted = viewOf(place);
  const mine = ++turn;
  shell.at(wanted.rail);
  if (wanted.key === open.key) {
    open.view?.update(place);
    return;
  }
  const first = open.key === '';
  open.controller.abort();
  open = {key: wanted.key, controller: new AbortController(), view: undefined};
  try {
    const {view} = await views[wanted.word]();
    if (mine === turn || open.key === wanted.key) {
      open.view = view(shell.fresh(first), here(), open.controller.signal);
    }
  } catch (failure) {
    complain(failure);
  }
}

async function start() {
  // Comes while the dock is asked who is there; a failure is told when it is shown.
  views[viewOf(here()).word]().catch(() => {});
  let me;
  try {
    me = await get('/v1/me');
  } catch (failure) {
    if (failure.status === 401) {
      return askForKey();
    }
    // A dock that knows no signing in is one of the local user.
    me = {user: 'local', scopes: ['admin'], signedIn: false, open: true};
    if (failure.status !== 404) {
      complain(failure);
    }
  }
  shell.enter(me);
  begin();
  window.addEventListener('hashchange', show);
  await show();
}

let asking = false;
function askForKey() {
  if (!asking) {
    asking = true;
    end();
    signIn(document.getElementById('app'), () => location.reload());
  }
}

window.addEventListener('modeldock:key-needed', askForKey);
start();
