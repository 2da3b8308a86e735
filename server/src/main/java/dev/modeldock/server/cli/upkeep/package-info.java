/** Commands that look after a dock: its room, its description. */
package dev.modeldock.server.cli.upkeep;
