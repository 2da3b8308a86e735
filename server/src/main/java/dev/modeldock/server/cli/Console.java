package dev.modeldock.server.cli;

import java.io.PrintStream;

/** Standard output and standard error, so that a test can listen. */
record Console(PrintStream out, PrintStream err) {}
