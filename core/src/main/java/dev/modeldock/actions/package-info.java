/** What jobs on models and datasets may be, what their specs look like, and how specs are checked and written. */
package dev.modeldock.actions;
