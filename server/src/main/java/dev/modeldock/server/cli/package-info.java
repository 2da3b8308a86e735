/** The command line. The only place that writes to standard output. */
package dev.modeldock.server.cli;
