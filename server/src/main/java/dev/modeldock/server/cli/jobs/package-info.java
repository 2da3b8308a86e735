/** Jobs of a running dock: the list, one of them followed to its end, and events as they happen. */
package dev.modeldock.server.cli.jobs;
