/** Specs of actions: checked against their schema, changed, and written as the text that a command reads. */
package dev.modeldock.actions.specs;
