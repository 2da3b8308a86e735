/** What a person sees of a command: tables, progress, questions; and what a program gets instead. */
package dev.modeldock.server.cli.terminal;
