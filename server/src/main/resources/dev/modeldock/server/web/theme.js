// Runs before anything is painted, so that a chosen theme does not flash.
(function () {
  const chosen = localStorage.getItem('modeldock.theme');
  if (chosen === 'light' || chosen === 'dark') {
    document.documentElement.dataset.theme = chosen;
  }
})();
