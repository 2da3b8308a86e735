/** Pictures as bytes of their pixels: read, written, and how many of them fit into memory. Nothing here needs a display. */
package dev.modeldock.server.actions.pictures;
