/** Actions that are done by the commands of packs. */
package dev.modeldock.actions.commands;
