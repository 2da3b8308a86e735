/** Tells other programs, by HTTP, of what happens in the dock; signed, and again until they have heard it. */
package dev.modeldock.webhooks;
