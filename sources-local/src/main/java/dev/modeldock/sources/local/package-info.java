/** The source of models that are at hand: an uploaded archive, or a file or directory on the server. */
package dev.modeldock.sources.local;
