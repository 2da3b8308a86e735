/** A running dock as the command line sees it: HTTP with the JDK's client, JSON, and errors as sentences. */
package dev.modeldock.server.cli.remote;
