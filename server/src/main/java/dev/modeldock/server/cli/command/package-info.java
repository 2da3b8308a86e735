/** What every command of the command line is, and what they share. */
package dev.modeldock.server.cli.command;
