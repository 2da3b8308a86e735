/** Commands about models: list, show, verify, export, remove. */
package dev.modeldock.server.cli.models;
