/** Fetching remote files: several at once, resumed, hashed, within bounds, whatever the remote place does. */
package dev.modeldock.transfers;
