/** What the actions that come with the program have in common: they tell their status, read their spec, use all cores. */
package dev.modeldock.server.actions;
