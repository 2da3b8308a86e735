/** {@code push}: a directory or an archive of this machine goes to the dock in chunks, and resumes. */
package dev.modeldock.server.cli.push;
