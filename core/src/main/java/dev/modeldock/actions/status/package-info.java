/** What a running action tells of itself in {@code status.json}, and the result that is told of it to others. */
package dev.modeldock.actions.status;
