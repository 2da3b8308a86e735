/** The server: where it starts, and the page of contents of its parts. */
package dev.modeldock.server;
